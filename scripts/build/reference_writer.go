package main

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"cacheplay/wasm/scenario"
)

// writer collects the HTML of the reference.
type writer struct {
	strings.Builder
	fields []scenario.Field // of the format
}

// put writes its arguments one after the other.
func (w *writer) put(parts ...string) {
	for _, part := range parts {
		w.WriteString(part)
	}
}

// chapter writes a chapter.
func (w *writer) chapter(c *chapter) {
	w.put(`<section id="`, c.id, `" aria-labelledby="`, c.id, `-title">`, "\n<h2 id=\"", c.id, `-title">`, html.EscapeString(c.title), "</h2>\n", c.intro)
	if len(c.fields) > 0 {
		w.open()
		for _, root := range c.fields {
			w.below(root)
		}
		w.close()
	}
	if c.example != "" {
		w.example("For example:", c.example)
	}
	if c.more != nil {
		c.more(w)
	}
	w.put("</section>\n")
}

// below writes a field and those inside it that belong to no other chapter. The
// fields inside a strategy or a latency are the same everywhere, and have chapters
// of their own.
func (w *writer) below(root string) {
	for i := range w.fields {
		f := &w.fields[i]
		if outermost(f.Path) == root && !w.insideStrategy(f.Path) {
			w.field(f, []string{f.Path})
		}
	}
}

// outermost returns the innermost of the chapters' fields that is, or contains, the
// field at a path.
func outermost(path string) string {
	nearest := ""
	for i := range chapters {
		for _, root := range chapters[i].fields {
			inside := path == root || strings.HasPrefix(path, root+".") || strings.HasPrefix(path, root+"[")
			if inside && len(root) > len(nearest) {
				nearest = root
			}
		}
	}
	return nearest
}

// insideStrategy reports whether a field is inside a strategy.
func (w *writer) insideStrategy(path string) bool {
	parent, _ := splitPath(path)
	return slices.ContainsFunc(w.fields, func(f scenario.Field) bool { return f.Path == parent && f.Type == scenario.TypeStrategy })
}

// open begins a list of rows, which close ends.
func (w *writer) open()  { w.put("<dl class=\"fields\">\n") }
func (w *writer) close() { w.put("</dl>\n") }

// row writes a term with its ids and its explanation.
func (w *writer) row(term string, ids []string, content string) { w.rowAlso(term, ids, "", content) }

// rowAlso writes a row with markup below its term.
func (w *writer) rowAlso(term string, ids []string, also, content string) {
	w.put(`<div id="`, html.EscapeString(ids[0]), `"><dt><a href="#`, html.EscapeString(ids[0]), `"><code>`, breakable(term), "</code></a>")
	for _, id := range ids[1:] {
		w.put(`<span class="also">and <code id="`, html.EscapeString(id), `">`, breakable(id), "</code></span>")
	}
	w.put(also, "</dt><dd>", content, "</dd></div>\n")
}

// field writes a field, which can have several paths.
func (w *writer) field(f *scenario.Field, paths []string) {
	doc, facts := f.Doc, w.allowed(f)
	if f.Path == "faults[].fault" { // each fault has a row of its own
		doc, facts = "What goes wrong.", `One of the <a href="#fault-kinds">faults</a> below.`
	}
	if f.Required {
		facts += " <b>Needed.</b>"
	}
	if f.Default != "" {
		facts += " Default: <code>" + html.EscapeString(f.Default) + "</code>."
	}
	w.row(f.Path, paths, "<p>"+w.linked(doc)+`</p><p class="facts">`+facts+"</p>")
}

// allowed returns a sentence about what a field can hold.
func (w *writer) allowed(f *scenario.Field) string {
	switch f.Type {
	case scenario.TypeDuration:
		return `A <a href="#duration">duration</a>.`
	case scenario.TypeLatency:
		return `A <a href="#latency">delay</a>.`
	case scenario.TypeStrategy:
		return `The name of a <a href="#` + kindOf(&field{Field: *f}).String() + `-strategies">strategy</a>, or <a href="#own-steps">steps of your own</a>.`
	case scenario.TypeList:
		return w.listAllowed(f)
	case scenario.TypeObject:
		return "An object with what follows."
	case scenario.TypeText, scenario.TypeNumber, scenario.TypeDecimal, scenario.TypeFlag, scenario.TypeChoice, scenario.TypeValue,
		scenario.TypeValues, scenario.TypeSeed, scenario.TypeTime, scenario.TypeCall, scenario.TypeBound:
		return sentence(f.Allowed)
	}
	panic("the reference has no words for the type " + f.Type)
}

// listAllowed returns a sentence about what a list can hold.
func (w *writer) listAllowed(f *scenario.Field) string {
	list := strings.TrimSuffix(sentence(f.Allowed), ".")
	switch f.Item.Type {
	case scenario.TypeStep:
		return list + `, each the name of a <a href="#steps">step</a>.`
	case scenario.TypeTurn:
		return list + `, each a <a href="#turns">turn</a>.`
	case scenario.TypePatch:
		return list + `, each an object.`
	case scenario.TypeObject:
		return list + `, each an object with what follows.`
	}
	return list + ", each " + quotedAsCode(f.Item.Allowed) + "."
}

// sentence returns the words for what is allowed as a sentence.
func sentence(allowed string) string {
	return quotedAsCode(strings.ToUpper(allowed[:1]) + allowed[1:] + ".")
}

// quotedAsCode returns a text as HTML in which what is in quotes is code.
func quotedAsCode(text string) string {
	return inQuotes.ReplaceAllString(html.EscapeString(text), `<code>$0</code>`)
}

var (
	inQuotes = regexp.MustCompile(`&#34;[^&]*&#34;`)
	special  = regexp.MustCompile(inQuotes.String() + `|\{[^}]*\}|[A-Za-z]+\.[A-Za-z]+`) // also braces, and names with dots
)

// linked returns a sentence as HTML in which the path of a field is a link to it.
func (w *writer) linked(text string) string {
	return special.ReplaceAllStringFunc(html.EscapeString(text), func(found string) string {
		switch {
		case found[0] == '&' || found[0] == '{':
			return "<code>" + found + "</code>"
		case slices.ContainsFunc(w.fields, func(f scenario.Field) bool { return f.Path == found }):
			return `<a href="#` + found + `"><code>` + found + `</code></a>`
		}
		return found
	})
}

// breakable returns a path as HTML that can wrap after its dots.
func breakable(path string) string {
	return strings.ReplaceAll(html.EscapeString(path), ".", ".<wbr>")
}

// example writes a text as code with a caption.
func (w *writer) example(caption, text string) {
	w.put(`<figure class="example"><figcaption>`, caption, `</figcaption><pre tabindex="0"><code>`, html.EscapeString(text), "</code></pre></figure>\n")
}

// heading writes a heading inside a chapter.
func (w *writer) heading(id, title string) {
	w.put(`<h3 id="`, id, `">`, html.EscapeString(title), "</h3>\n")
}
