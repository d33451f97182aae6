package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
		{"jekyll/_includes/cache-playground.html", `%} ([\w-]+)="\{\{ include\.`},
		{"hugo/layouts/shortcodes/cache-playground.html", `\}\} ([\w-]+)="\{\{ \. `},
	} {
		if got := namesIn(example(t, c.file), c.written); !slices.Equal(got, attributes) {
			t.Errorf("%s writes the attributes %v, the element has %v", c.file, got, attributes)
		}
	}
}

func TestTheExamplesNameStoriesThatThereAre(t *testing.T) {
	for _, file := range []string{
		"jekyll/_posts/2018-12-25-what-is-cache-part-2.md", "hugo/content/posts/write-behind.md", "markdown/write-behind.md",
	} {
		stories := namesIn(example(t, file), `(?:preset="?|presets/)([a-z-]+)`)
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
