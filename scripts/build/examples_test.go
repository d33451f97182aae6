package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// example returns a file of the examples, which are in a folder for each generator.
func example(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(project, "web", "examples", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// namesIn returns what the first group of an expression matches in a text, sorted and
// without repetitions.
func namesIn(text, expression string) []string {
	names := map[string]bool{}
	for _, match := range regexp.MustCompile(expression).FindAllStringSubmatch(text, -1) {
		names[match[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func TestTheGeneratorsKnowTheAttributesOfTheElement(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(project, "web", "embed.js"))
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`observedAttributes = \[(.*)\]`).FindString(string(script))
	attributes := namesIn(list, `'([\w-]+)'`)
	if len(attributes) == 0 {
		t.Fatal("embed.js names no attributes")
	}
	for _, c := range []struct{ file, written string }{
		{"jekyll/_includes/cache-playground.html", `-?%?\} ([\w-]+)="\{\{ (?:include\.|theme)`},
		{"hugo/layouts/shortcodes/cache-playground.html", `\}\} ([\w-]+)="\{\{ \. `},
	} {
		if got := namesIn(example(t, c.file), c.written); !slices.Equal(got, attributes) {
			t.Errorf("%s writes the attributes %v, the element has %v", c.file, got, attributes)
		}
	}
}

// What authors copy has the placeholder of the article, the facts of each preset, and
// pictures that the site has.
func TestTheGeneratorsHaveThePlaceholderOfEachPreset(t *testing.T) {
	s := builtSite(t)
	for i := range generators {
		g := &generators[i]
		file := string(s.files["examples/"+g.name+"/"+exampleFile])
		for _, part := range []string{g.placeholder(), g.linkAlone()} {
			if strings.Count(file, part) != 1 {
				t.Errorf("%s: %s is not in it once", g.name, part)
			}
		}
		for _, preset := range scenario.Presets() {
			for _, asks := range []bool{true, false} {
				p, err := placeholderOf(preset.ID, asks)
				if err != nil {
					t.Fatal(err)
				}
				key := map[bool]string{true: preset.ID, false: preset.ID + " none"}[asks]
				row := regexp.MustCompile(`"` + key + `".*` + p.Pictures.Base + `\W.*\b` + p.Column[0] + `\W+` + p.Column[1] + `\W+` + p.Phone[0] + `\W+` + p.Phone[1] + `\b`)
				if !row.MatchString(file) {
					t.Errorf("%s has no row %s with the sizes of its pictures", g.name, key)
				}
				for _, end := range []string{"-column.svg", "-narrow.svg"} {
					if s.files[p.Pictures.Base+end] == nil {
						t.Errorf("the site has no picture %s%s", p.Pictures.Base, end)
					}
				}
			}
		}
	}
	for _, id := range articleStories {
		p, err := placeholderOf(id, true)
		if err != nil {
			t.Fatal(err)
		}
		if p.Unstyled = true; !strings.Contains(string(s.files["article.html"]), p.HTML()) {
			t.Errorf("the article has another placeholder of %s", id)
		}
	}
}

func TestTheExamplesNameStoriesThatThereAre(t *testing.T) {
	for _, file := range []string{
		"jekyll/_posts/2018-12-25-what-is-cache-part-2.md", "hugo/content/posts/write-behind.md", "markdown/write-behind.md",
	} {
		stories := namesIn(example(t, file), `(?:preset="|preset=|presets/)([a-z-]+?)(?:-column)?["&.)]`)
		if len(stories) == 0 {
			t.Errorf("%s names no story", file)
		}
		for _, id := range stories {
			if _, ok := scenario.Preset(id); !ok {
				t.Errorf("%s: there is no preset %q", file, id)
			}
		}
	}
}

// The README shows an element with the placeholder of the article.
func TestTheReadmeHasThePlaceholder(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(project, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := examplePlaceholder()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "\n  "+p.HTML()+"\n</cache-playground>\n") {
		t.Errorf("README.md has no element that contains\n%s", p.HTML())
	}
}
