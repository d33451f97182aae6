package main

import (
	"html"

	"cacheplay/wasm/scenario"
)

// referenceParts returns the parts of the page that explains the format. They are
// made from the declarations that also decode it.
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
