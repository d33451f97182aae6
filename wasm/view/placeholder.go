package view

import (
	"strconv"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/scenario"
)

// Placeholder is what stands in an element <cache-playground> until its frame is
// loaded, and for good where no script runs: a link to the story, with its pictures
// where the site has them. Every text can also be an expression of a site generator.
type Placeholder struct {
	Site    string // the address of the playground, with a slash at its end
	Address string // the story's, after Site: "?preset=ID", or a link from its # on
	Name    string // of the story
	Theme   string // "#light" or "#dark"; "" for what the reader's system prefers

	Unstyled bool // for a page with a style sheet for it, whose policy forbids styles inside elements

	Pictures      Pictures
	Column, Phone Size
}

// Pictures say which pictures of a story there are, and what they show in words.
type Pictures struct {
	Base string // the address of its files, after Site and without "-column.svg"; "" for none
	Alt  string
}

// Size is the width and the height of a picture, in pixels.
type Size [2]string

// phones are the windows for which the picture in a column would be too small.
const phones = "(max-width: 700px)"

// PlaceholderOf returns the placeholder of a preset. With asks its pictures ask the
// preset's question, if it has one, in place of showing the answer.
func PlaceholderOf(id string, preset *scenario.Scenario, asks bool) (Placeholder, error) {
	v, errs := Play(preset, Options{Show: []int{}})
	if len(errs) > 0 {
		return Placeholder{}, errs
	}
	p := Placeholder{Address: "?preset=" + id, Name: v.Name, Pictures: Pictures{PicturesOf(id, false), "Sequence diagrams"}}
	if asks && v.Ask != nil {
		p.Pictures = Pictures{PicturesOf(id, true), v.Ask.words()}
	}
	column, phone := v.ForOtherPages(asks)
	p.Column, p.Phone = sizeOf(column), sizeOf(phone)
	return p, nil
}

// PicturesOf returns where the site has the pictures of a preset, which end in
// "-column.svg" and "-narrow.svg".
func PicturesOf(id string, question bool) string {
	if question {
		return "presets/" + id + "-question"
	}
	return "presets/" + id
}

func sizeOf(p diagram.Picture) Size { return Size{strconv.Itoa(p.Width), strconv.Itoa(p.Height)} }

// HTML returns the markup. It states the sizes of the pictures and the margin of the
// element, so that nothing moves when these arrive.
func (p *Placeholder) HTML() string {
	var w markup.Writer
	style := func(declarations string, attrs ...markup.Attr) []markup.Attr {
		if p.Unstyled {
			return attrs
		}
		return append(attrs, markup.Text("style", declarations))
	}
	w.Open("a", style("display:block;margin:1.5em 0", markup.Text("href", p.Site+p.Address))...)
	if p.Pictures.Base != "" {
		w.Open("picture")
		w.Leaf("source", markup.Text("media", phones), markup.Text("srcset", p.file("-narrow.svg")), markup.Text("width", p.Phone[0]), markup.Text("height", p.Phone[1]))
		w.Leaf("img", style("display:block;max-width:100%;height:auto", markup.Text("src", p.file("-column.svg")), markup.Text("width", p.Column[0]),
			markup.Text("height", p.Column[1]), markup.Text("alt", p.Pictures.Alt), markup.Text("loading", "lazy"))...)
		w.Close("picture")
	}
	w.Text("Try it: " + p.Name)
	w.Close("a")
	return w.String()
}

// file returns the address of a picture.
func (p *Placeholder) file(end string) string { return p.Site + p.Pictures.Base + end + p.Theme }
