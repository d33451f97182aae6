package view

import (
	"strconv"
	"strings"

	"cacheplay/wasm/markup"
)

// Story is a scenario that the gallery offers.
type Story struct {
	ID    string // of the preset
	Group string // the stories of a group follow each other
	View  *View
}

// GalleryHTML returns the stories by groups that can be opened and closed.
// Each story has a card with a small picture drawn from its own traces, its
// name, and the first sentence of its text. A card is a plain link, so that it
// works without any script.
func GalleryHTML(stories []Story) string {
	var w markup.Writer
	for len(stories) > 0 {
		group := stories[0].Group
		n := 1
		for n < len(stories) && stories[n].Group == group {
			n++
		}
		w.Open("details", markup.Class("story-group"), markup.Text("open", ""))
		w.Open("summary")
		w.Element("h3", group)
		w.Text(" ")
		w.Element("span", strconv.Itoa(n)+" stories", markup.Class("story-count"))
		w.Close("summary")
		w.Open("ul", markup.Class("gallery"))
		for i := range stories[:n] {
			stories[i].card(&w)
		}
		w.Close("ul")
		w.Close("details")
		stories = stories[n:]
	}
	return w.String()
}

// card writes the card of a story.
func (s *Story) card(w *markup.Writer) {
	w.Open("li")
	attrs := []markup.Attr{markup.Class("card"), markup.Text("href", "?preset="+s.ID), markup.Text("data-preset", s.ID)}
	if s.View.Ask != nil {
		attrs = append(attrs, markup.Text("data-asks", "")) // before the answer, a frame shows the picture of the question
	}
	w.Open("a", attrs...)
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

// firstSentence returns a text up to its first full stop or question mark.
func firstSentence(text string) string {
	for i := range len(text) - 1 {
		if strings.ContainsRune(".?", rune(text[i])) && text[i+1] == ' ' {
			return text[:i+1]
		}
	}
	return text
}
