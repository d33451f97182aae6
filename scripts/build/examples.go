package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// generator is a site generator for which the site has a file that embeds stories.
type generator struct {
	name, folder string // where authors put the file; its source is there in web/examples/NAME
	// A row says of a preset what its placeholder needs.
	row func(key string, facts []string) string
	// The expressions of what that file knows: the site, and the preset, the name,
	// the theme and the link that an author has given.
	site, preset, story, theme, link string
	fact                             string // the fact of that number
}

// exampleFile is the name of that file: of the include or the shortcode.
const exampleFile = "cache-playground.html"

var generators = []generator{
	{
		name: "jekyll", folder: "_includes",
		row: func(key string, facts []string) string {
			return fmt.Sprintf("{%%- when %q -%%}{%%- assign story = \"%s\" | split: \"|\" -%%}", key, html.EscapeString(strings.Join(facts, "|")))
		},
		site: "{{ playground }}", preset: "{{ include.preset }}", story: "{{ name }}", theme: "{{ fragment }}", link: "{{ include.link | escape }}",
		fact: "{{ story[%d] }}",
	},
	{
		name: "hugo", folder: "layouts/shortcodes",
		row: func(key string, facts []string) string {
			return fmt.Sprintf("  %q (slice %s)", key, strings.Trim(fmt.Sprintf("%q", facts), "[]"))
		},
		site: "{{ $playground }}", preset: "{{ $preset }}", story: "{{ $name }}", theme: "{{ $fragment }}", link: "{{ $link }}",
		fact: "{{ index $story %d }}",
	},
}

// addExamples adds the files that embed stories in what site generators make, with
// the placeholder that is also the article's.
func (s *site) addExamples(root string) error {
	for i := range generators {
		g := &generators[i]
		source, err := os.ReadFile(filepath.Join(root, "web", "examples", g.name, filepath.FromSlash(g.folder), exampleFile))
		if err != nil {
			return err
		}
		rows, err := g.rows()
		if err != nil {
			return err
		}
		filled, err := fill(string(source), map[string]string{"stories": rows, "placeholder": g.placeholder(), "link": g.linkAlone()})
		if err != nil {
			return fmt.Errorf("web/examples/%s: %w", g.name, err)
		}
		s.files["examples/"+g.name+"/"+exampleFile] = []byte(filled)
	}
	return nil
}

// rows returns a row for each preset as it asks its question, and one, whose key ends
// in " none", for the preset without it.
func (g *generator) rows() (string, error) {
	var rows []string
	for _, preset := range scenario.Presets() {
		for _, asks := range []bool{true, false} {
			p, err := placeholderOf(preset.ID, asks)
			if err != nil {
				return "", err
			}
			key := preset.ID
			if !asks {
				key += " none"
			}
			rows = append(rows, g.row(key, []string{p.Pictures.Base, p.Pictures.Alt, p.Column[0], p.Column[1], p.Phone[0], p.Phone[1], p.Name}))
		}
	}
	return strings.Join(rows, "\n"), nil
}

// placeholder returns the placeholder of whichever preset the author has given.
func (g *generator) placeholder() string {
	fact := func(i int) string { return fmt.Sprintf(g.fact, i) }
	p := view.Placeholder{Site: g.site, Address: "?preset=" + g.preset, Name: g.story, Theme: g.theme,
		Pictures: view.Pictures{Base: fact(0), Alt: fact(1)}, Column: view.Size{fact(2), fact(3)}, Phone: view.Size{fact(4), fact(5)}}
	return p.HTML()
}

// linkAlone returns the placeholder of a link, of which there are no pictures.
func (g *generator) linkAlone() string {
	p := view.Placeholder{Site: g.site, Address: g.link, Name: g.story}
	return p.HTML()
}
