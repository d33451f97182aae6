package main

import (
	"html"
	"regexp"
)

// articleStories are the ids of the presets that the article page embeds.
var articleStories = []string{"write-through", "bank-peak", "write-around"}

// articleParts returns a linked picture of each preset in the article, which is
// shown where no script runs.
func (s *site) articleParts() (map[string]string, error) {
	parts := map[string]string{}
	for _, id := range articleStories {
		story, err := loadPreset(id)
		if err != nil {
			return nil, err
		}
		parts[id] = s.linkedPicture(id, story.Name)
	}
	return parts, nil
}

var sizeOfPicture = regexp.MustCompile(` (width="\d+" height="\d+")>`)

// linkedPicture returns the content of an element <cache-playground> until its
// frame is loaded. It states the sizes of the pictures, so that nothing moves when
// they arrive.
func (s *site) linkedPicture(id, name string) string {
	wide, narrow := "presets/"+id+".svg", "presets/"+id+"-narrow.svg"
	size := func(file string) string { return string(sizeOfPicture.FindSubmatch(s.files[file])[1]) }
	return `<a href="index.html?preset=` + id + `"><picture>` +
		`<source media="(max-width: 600px)" srcset="` + narrow + `" ` + size(narrow) + `>` +
		`<img src="` + wide + `" ` + size(wide) + ` alt="Sequence diagrams" loading="lazy"></picture>` +
		`<span class="try">Try it: ` + html.EscapeString(name) + `</span></a>`
}
