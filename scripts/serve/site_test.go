package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	statedPolicy = "default-src 'none'; script-src 'self'"
	alonePolicy  = "default-src 'none'; script-src 'sha256-x'"
	page         = `<!doctype html><meta content="default-src 'none'; script-src &#39;self&#39;" http-equiv="content-security-policy"><p>The page</p>`
)

// served returns a site in a folder with a secret beside it.
func served(t *testing.T, base string) *site {
	t.Helper()
	parent := t.TempDir()
	dir := filepath.Join(parent, "dist")
	for name, content := range map[string]string{
		"secret.txt":           "secret",
		"dist/index.html":      page,
		"dist/alone.html":      `<meta http-equiv="Content-Security-Policy" content="` + alonePolicy + `">`,
		"dist/plain.html":      "<p>A page that states none</p>",
		"dist/main.js":         strings.Repeat("play();", 100),
		"dist/style.css":       "p{}",
		"dist/cacheplay.wasm":  "\x00asm",
		"dist/icon.png":        "png",
		"dist/presets/a.svg":   "<svg/>",
		"dist/presets/a.json":  "{}",
		"dist/docs/index.html": page,
		"dist/unknown.thing":   "?",
	} {
		file := filepath.Join(parent, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../secret.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	s, err := newSite(dir, base)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask requests a path, with a header of alternating names and values.
func ask(s *site, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, "http://localhost/", nil)
	r.URL.Path = path
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestFilesHaveTheirTypes(t *testing.T) {
	s := served(t, "/")
	for path, want := range map[string]string{
		"/":               "text/html; charset=utf-8",
		"/docs/":          "text/html; charset=utf-8",
		"/main.js":        "text/javascript; charset=utf-8",
		"/style.css":      "text/css; charset=utf-8",
		"/cacheplay.wasm": "application/wasm",
		"/presets/a.svg":  "image/svg+xml",
		"/presets/a.json": "application/json",
		"/unknown.thing":  "application/octet-stream",
	} {
		r := ask(s, "GET", path)
		if got := r.Header.Get("Content-Type"); r.StatusCode != 200 || got != want {
			t.Errorf("%s: %d %q, want 200 %q", path, r.StatusCode, got, want)
		}
		if got := r.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options is %q", path, got)
		}
	}
}

func TestAPageHasThePolicyThatItStates(t *testing.T) {
	s := served(t, "/")
	for path, want := range map[string]string{
		"/":              statedPolicy,
		"/alone.html":    alonePolicy,
		"/plain.html":    statedPolicy,
		"/main.js":       statedPolicy,  // a worker obeys the header of its script
		"/presets/a.svg": picturePolicy, // its style is inside it
	} {
		if got := ask(s, "GET", path).Header.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: policy %q, want %q", path, got, want)
		}
	}
}

func TestNothingOutsideTheFolderIsServed(t *testing.T) {
	s := served(t, "/")
	for _, path := range []string{"/../secret.txt", "/presets/../../secret.txt", "/link.txt", "//secret.txt",
		"/..%2fsecret.txt", `/..\secret.txt`, "/" + filepath.Dir(s.dir) + "/secret.txt", "/presets", "/\x00"} {
		r := ask(s, "GET", path)
		if content := body(t, r); r.StatusCode == 200 || strings.Contains(content, "secret\n") || content == "secret" {
			t.Errorf("%q: %d %q", path, r.StatusCode, content)
		}
	}
}

func TestMissingFilesAreNotFound(t *testing.T) {
	s := served(t, "/")
	for _, path := range []string{"/nothing", "/presets/", "/main.js/", "/docs/nothing/"} {
		if r := ask(s, "GET", path); r.StatusCode != 404 {
			t.Errorf("%s: %d, want 404", path, r.StatusCode)
		}
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	s := served(t, "/")
	if r := ask(s, "POST", "/"); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, allowed %q", r.StatusCode, r.Header.Get("Allow"))
	}
	if r := ask(s, "HEAD", "/"); r.StatusCode != 200 || body(t, r) != "" {
		t.Errorf("HEAD: %d, want 200 and no content", r.StatusCode)
	}
}

func TestContentIsCompressedIfTheBrowserAcceptsIt(t *testing.T) {
	s := served(t, "/")
	for accepted, want := range map[string]string{
		"gzip": "gzip", "br, gzip;q=0.5": "gzip", "": "", "br": "", "gzip;q=0": "", "gzip; q=0.0": "",
	} {
		r := ask(s, "GET", "/main.js", "Accept-Encoding", accepted)
		if got := r.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q", accepted, got, want)
		}
		if got := r.Header.Get("Vary"); got != "Accept-Encoding" {
			t.Errorf("Vary is %q", got)
		}
	}
	r := ask(s, "GET", "/main.js", "Accept-Encoding", "gzip")
	unpacked, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(unpacked); err != nil || string(content) != strings.Repeat("play();", 100) {
		t.Errorf("unpacked: %q, %v", content, err)
	}
	if got := ask(s, "GET", "/icon.png", "Accept-Encoding", "gzip").Header.Get("Content-Encoding"); got != "" {
		t.Errorf("a picture that is packed already is sent as %q", got)
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	s := served(t, "/")
	first := ask(s, "GET", "/main.js")
	tag := first.Header.Get("ETag")
	if first.Header.Get("Cache-Control") != "no-cache" || tag == "" {
		t.Fatalf("Cache-Control %q, ETag %q", first.Header.Get("Cache-Control"), tag)
	}
	if again := ask(s, "GET", "/main.js", "If-None-Match", tag); again.StatusCode != 304 {
		t.Errorf("unchanged: %d, want 304", again.StatusCode)
	}
	if packed := ask(s, "GET", "/main.js", "Accept-Encoding", "gzip").Header.Get("ETag"); packed == tag {
		t.Error("packed and unpacked have one ETag")
	}
	if err := os.WriteFile(filepath.Join(s.dir, "main.js"), []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if changed := ask(s, "GET", "/main.js", "If-None-Match", tag); changed.StatusCode != 200 || body(t, changed) != "new" {
		t.Errorf("changed: %d, want 200 and the new content", changed.StatusCode)
	}
}

func TestTheSiteIsServedUnderAnyPath(t *testing.T) {
	for _, base := range []string{"/sub/path/", "/sub/path"} {
		s := served(t, base)
		for path, want := range map[string]int{"/sub/path/": 200, "/sub/path/main.js": 200, "/sub/path": 301,
			"/sub/path/docs": 301, "/": 404, "/main.js": 404, "/sub/pathmain.js": 404} {
			if r := ask(s, "GET", path); r.StatusCode != want {
				t.Errorf("base %s: %s: %d, want %d", base, path, r.StatusCode, want)
			}
		}
		if to := ask(s, "GET", "/sub/path").Header.Get("Location"); to != "/sub/path/" {
			t.Errorf("base %s: redirected to %q", base, to)
		}
	}
}

func TestAMissingSiteIsReported(t *testing.T) {
	empty, bare := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bare, "index.html"), []byte("<p>"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, base, want string }{
		{filepath.Join(empty, "dist"), "/", "build the site first"},
		{empty, "/", "has no index.html"},
		{bare, "/", "Content-Security-Policy"},
		{bare, "sub", `"sub" is not a path`},
		{bare, "/../x", `"/../x" is not a path`},
	} {
		if _, err := newSite(c.dir, c.base); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("newSite(%q, %q): %v, want %q", c.dir, c.base, err, c.want)
		}
	}
}

func TestTheNextFreePortIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	host, port, _ := net.SplitHostPort(taken.Addr().String())
	next, err := listenFrom(host, port)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if next.Addr().String() == taken.Addr().String() {
		t.Error("two listen on one port")
	}
	if _, err := listen(taken.Addr().String()); err == nil {
		t.Error("an address that is asked for must not be replaced by another")
	}
}

func TestTheAddressIsPrintedUntilItStops(t *testing.T) {
	s := served(t, "/")
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	var stderr bytes.Buffer
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"-dir", s.dir, "-addr", "127.0.0.1:0", "-base", "/x/"}, writer, &stderr)
	}()
	said := make([]byte, 100)
	n, err := reader.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	url, found := strings.CutPrefix(strings.TrimSpace(string(said[:n])), "Serving on ")
	if !found || !strings.HasSuffix(url, "/x/") {
		t.Fatalf("it said %q", said[:n])
	}
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if content := body(t, r); content != page {
		t.Errorf("%s: %q", url, content)
	}
	stop()
	select {
	case got := <-code:
		if got != 0 || stderr.Len() > 0 {
			t.Errorf("exit code %d, %s", got, &stderr)
		}
	case <-time.After(5 * time.Second):
		t.Error("it does not stop")
	}
}
