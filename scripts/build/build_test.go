package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"cacheplay/wasm/scenario"
)

// project is the root of the checkout.
const project = "../.."

// builtSite returns the site, plain, which is built once for all tests.
func builtSite(t *testing.T) *site {
	t.Helper()
	s, err := builtOnce()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var builtOnce = sync.OnceValues(func() (*site, error) { return build(project, options{}) })

func TestEachMarkerIsFilledOnce(t *testing.T) {
	parts := map[string]string{"strip": "<b>$1</b>", "text": "words"}
	for _, c := range []struct{ name, page, want, wrong string }{
		{"both", "<p><!--build:text--></p><!--build:strip-->", "<p>words</p><b>$1</b>", ""},
		{"one is missing", "<!--build:text-->", "", "the marker <!--build:strip--> stands in it 0 times, not once"},
		{"one twice", "<!--build:text--><!--build:strip--><!--build:text-->", "", "<!--build:text--> stands in it 2 times"},
		{"one too many", "<!--build:text--><!--build:strip--><!--build:stripe-->", "", "<!--build:stripe--> is not one of the markers: strip, text"},
		{"other comments stay", "<!-- build --><!--build:text--><!--build:strip-->", "<!-- build -->words<b>$1</b>", ""},
	} {
		got, err := fill(c.page, parts)
		switch {
		case c.wrong == "" && (err != nil || got != c.want):
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s: error %v, want %q", c.name, err, c.wrong)
		}
	}
}

func TestTheVersionIsThatOfTheContent(t *testing.T) {
	version := func(files map[string]string) string {
		content := map[string][]byte{}
		for name, text := range files {
			content[name] = []byte(text)
		}
		return versionOf(content, nil)
	}
	original := version(map[string]string{"a": "1", "b": "2"})
	if again := version(map[string]string{"b": "2", "a": "1"}); again != original {
		t.Errorf("equal sites have the versions %s and %s", original, again)
	}
	for _, changed := range []map[string]string{{"a": "1"}, {"a": "2", "b": "1"}, {"a": "12", "b": ""}, {"a": "1", "c": "2"}} {
		if version(changed) == original {
			t.Errorf("%v has the version of another site", changed)
		}
	}
	if versionOf(nil, []byte("1")) == versionOf(nil, []byte("2")) {
		t.Error("a site with another service worker has the same version")
	}
}

func TestTheSameSourcesGiveTheSameBytes(t *testing.T) {
	first := builtSite(t)
	second, err := build(project, options{})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := slices.Sorted(maps.Keys(first.files)), slices.Sorted(maps.Keys(second.files)); !slices.Equal(a, b) {
		t.Fatalf("the first build has %v, the second %v", a, b)
	}
	for name, content := range first.files {
		if !bytes.Equal(content, second.files[name]) {
			t.Errorf("%s differs between two builds", name)
		}
	}
}

func TestTheProgramIsPackedWhereXzIsInstalled(t *testing.T) {
	if _, err := exec.LookPath("xz"); err != nil {
		t.Skip("xz is not installed")
	}
	content := bytes.Repeat([]byte("cache "), 1000)
	packed, err := xz(content)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := xz(content); err != nil || !bytes.Equal(again, packed) {
		t.Errorf("packed twice, it differs: %v", err)
	}
	// The header that web/engine/lzma.js reads: lc=3, lp=0, pb=0, an open size.
	if packed[0] != 3 || !bytes.Equal(packed[5:13], bytes.Repeat([]byte{0xff}, 8)) || len(packed) > 100 {
		t.Errorf("packed as %x", packed)
	}
}

func TestTheProgramIsPlainWhereXzIsMissing(t *testing.T) {
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(goCommand))
	if _, err := exec.LookPath("xz"); err == nil {
		t.Skip("xz is beside the go command")
	}
	s := &site{options: options{pack: true}, files: map[string][]byte{}}
	if err := s.addProgram(project); err != nil {
		t.Fatal(err)
	}
	if s.files[packedProgram] != nil || !strings.HasPrefix(s.programNote(), "plain, ") {
		t.Errorf("the program is %s", s.programNote())
	}
}

func TestOneOfTheProgramsIsKeptOffline(t *testing.T) {
	plain := &site{files: map[string][]byte{plainProgram: {1}}}
	packed := &site{files: map[string][]byte{plainProgram: {1}, packedProgram: {2}}}
	if !plain.keptOffline(plainProgram) || packed.keptOffline(plainProgram) || !packed.keptOffline(packedProgram) {
		t.Error("not the packed program where there is one, and else the plain one")
	}
}

func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheSiteHasAllItsFiles(t *testing.T) {
	files := builtSite(t).files
	wanted := []string{nojekyll, "index.html", "main.js", "worker.js", "style.css", "cacheplay.wasm", "embed.js", "sw.js", "cache-playground.html",
		"reference.html", "reference.css", "embedding.html", "article.html", "article.css"}
	for _, preset := range scenario.Presets() {
		wanted = append(wanted, "presets/"+preset.ID+".svg", "presets/"+preset.ID+"-narrow.svg", "presets/"+preset.ID+".json")
	}
	for _, name := range wanted {
		if content, ok := files[name]; !ok || len(content) == 0 && name != nojekyll {
			t.Errorf("%s is missing", name)
		}
	}
	page := string(files["index.html"])
	if strings.Contains(page, "<!--build:") || strings.Count(page, "<svg") < 5 {
		t.Error("the first picture is not in the page")
	}
	if !regexp.MustCompile(`<meta name="version" content="[0-9a-f]{12}">`).MatchString(page) {
		t.Error("the page does not say its version")
	}
	if !bytes.Contains(files["worker.js"], []byte("instantiate")) || !bytes.Contains(files["worker.js"], []byte("runtime.wasmExit")) {
		t.Error("the worker lacks its own code, or the toolchain's glue")
	}
	for name, content := range files {
		here, err := filepath.Abs(project)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(here)) {
			t.Errorf("%s tells where it was built", name)
		}
	}
}

func TestOnlyABuiltSiteIsReplaced(t *testing.T) {
	s := &site{files: map[string][]byte{nojekyll: nil, "a/b.txt": []byte("new")}}
	dir := filepath.Join(t.TempDir(), "deep", "dist")
	if err := s.write(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "old.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.write(dir); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(contents(t, dir))); !slices.Equal(got, []string{nojekyll, "a/b.txt"}) {
		t.Errorf("it holds %v", got)
	}
	if beside, _ := os.ReadDir(filepath.Dir(dir)); len(beside) != 1 {
		t.Errorf("something is left beside it: %v", beside)
	}

	precious := t.TempDir()
	if err := os.WriteFile(filepath.Join(precious, "thesis.txt"), []byte("years"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.write(precious); err == nil || !strings.Contains(err.Error(), "something else than a built site") {
		t.Errorf("error %v", err)
	}
	if content, err := os.ReadFile(filepath.Join(precious, "thesis.txt")); err != nil || string(content) != "years" {
		t.Errorf("%q, %v", content, err)
	}
}

func TestErrorsInAScriptNameTheirPlace(t *testing.T) {
	root := t.TempDir()
	web := filepath.Join(root, "web")
	if err := os.MkdirAll(filepath.Join(web, "engine"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod": "module fixture\n", "web/main.js": "let x = 1;\nlet x = 2;\n", "web/early.js": "", "web/engine/engine.js": "", "web/embed.js": "",
		"web/engine/worker.js": "", "web/style.css": "", "web/reference.css": "", "web/article.css": "",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := &site{files: map[string][]byte{}}
	if err := s.addBundles(root); err == nil || !strings.Contains(err.Error(), "main.js:2:5") {
		t.Errorf("error %v, want the place main.js:2:5", err)
	}
}

func TestOutsideTheProjectItNamesTheRightFolder(t *testing.T) {
	if _, err := build(t.TempDir(), options{}); err == nil || !strings.Contains(err.Error(), "run it from the project's own folder") {
		t.Errorf("error %v", err)
	}
}
