package view

import (
	"strings"

	"cacheplay/wasm/markup"
)

// Story is a scenario that the gallery offers.
type Story struct {
	ID   string // of the preset
	View *View
}

// GalleryHTML returns a card for each story: a small picture drawn from its own
// traces, its name, and what it shows. A card is a plain link to the page with
// that preset, so that it works before and without any script.
func GalleryHTML(stories []Story) string {
	var w markup.Writer
	w.Open("ul", markup.Class("gallery"))
	for _, s := range stories {
		w.Open("li")
		w.Open("a", markup.Class("card"), markup.Text("href", "?preset="+s.ID), markup.Text("data-preset", s.ID))
		w.Open("span", markup.Class("card-picture"))
		for _, row := range s.View.Strip.Rows {
			w.Raw(row.SVG)
		}
		w.Close("span")
		w.Element("b", s.View.Name, markup.Class("card-name"))
		w.Element("span", firstSentence(Plain(s.View.Text)), markup.Class("card-text"))
		w.Close("a")
		w.Close("li")
	}
	w.Close("ul")
	return w.String()
}

// firstSentence returns a text up to its first full stop or question mark.
func firstSentence(text string) string {
	for i := range len(text) - 1 {
		if strings.ContainsRune(".?", rune(text[i])) && text[i+1] == ' ' {
			return text[:i+1]
		}
	}
	return text
}
