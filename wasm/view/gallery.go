package view

import (
	"strconv"
	"strings"

	"cacheplay/wasm/markup"
	"cacheplay/wasm/scenario"
)

// Story is a scenario that the gallery offers.
type Story struct {
	scenario.PresetInfo
	View *View
}

// GalleryHTML returns the stories by groups that can be opened and closed. Each story has
// a card with its name, what one sees in it, and a small picture drawn from its own traces,
// or what it asks. A card is a plain link, so that it works without any script.
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
		list := "ul"
		if group == scenario.FirstSteps {
			list = "ol" // they build on each other
		}
		w.Open(list, markup.Class("gallery"))
		for i := range stories[:n] {
			stories[i].card(&w)
		}
		w.Close(list)
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
	w.Element("b", s.Title, markup.Class("card-name"))
	w.Element("span", s.Sees, markup.Class("card-text"))
	w.Open("span", markup.Class("card-picture"), markup.Text("aria-hidden", "true"))
	if s.View.Ask != nil {
		s.question(w)
	} else {
		s.bars(w)
	}
	w.Close("span")
	w.Close("a")
	w.Close("li")
}

// question writes what a story asks, in place of a picture of the answer.
func (s *Story) question(w *markup.Writer) {
	w.Element("span", s.View.Ask.Question, markup.Class("card-question"))
	w.Element("span", "○ "+strings.Join(s.View.Ask.Choices, "   ○ "), markup.Class("card-choices"))
}

// bars draws the first variants of a story, as the strip does.
func (s *Story) bars(w *markup.Writer) {
	for i, row := range s.View.Strip.Rows[:min(len(s.View.Strip.Rows), 2)] {
		if len(s.View.Strip.Rows) > 1 {
			w.Element("span", s.View.Variants[i].Trace.Name, markup.Class("card-row"))
		}
		w.Raw(row.SVG)
	}
}
