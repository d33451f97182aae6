package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"

	"cacheplay/wasm/scenario"
)

// addReference adds the page that explains the format, from the declarations
// that decode it.
func (s *site) addReference(root string) error {
	web, err := filepath.Abs(filepath.Join(root, "web"))
	if err != nil {
		return err
	}
	page, err := os.ReadFile(filepath.Join(web, "reference.html"))
	if err != nil {
		return err
	}
	filled, err := fill(string(page), referenceParts())
	if err != nil {
		return fmt.Errorf("web/reference.html: %w", err)
	}
	s.files["reference.html"] = []byte(filled)
	s.files["reference.css"], err = bundle(web, api.BuildOptions{EntryPoints: []string{filepath.Join(web, "reference.css")}})
	if err != nil {
		return fmt.Errorf("web/reference.css: %w", err)
	}
	return nil
}

// referenceParts writes the parts of the page.
func referenceParts() map[string]string {
	contents, sections := &writer{}, &writer{fields: scenario.Fields()}
	contents.put("<ul>\n")
	for i := range chapters {
		c := &chapters[i]
		contents.put(`<li><a href="#`, c.id, `">`, html.EscapeString(c.title), "</a></li>\n")
		sections.chapter(c)
	}
	contents.put("</ul>")
	return map[string]string{"contents": contents.String(), "sections": sections.String()}
}
