package view_test

import (
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

func parsed(t *testing.T, id string) *scenario.Scenario {
	t.Helper()
	text, _ := scenario.Preset(id)
	story, errs := scenario.Parse(text)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return story
}

// A placeholder has what a page needs so that nothing moves, and what a phone needs
// so that its text can be read.
func TestAPlaceholderHasPicturesWithTheirSizesAndALink(t *testing.T) {
	for _, c := range []struct {
		what, preset string
		asks         bool
		has          []string
	}{
		{"two diagrams beside each other", "write-behind", true, []string{
			`<a href="https://s/?preset=write-behind" `, `<source media="(max-width: 700px)" srcset="https://s/presets/write-behind-narrow.svg#dark" width="352" height="2`,
			`<img src="https://s/presets/write-behind-column.svg#dark" width="696" height="1`, ` alt="Sequence diagrams" loading="lazy" `, `</picture>Try it: Write Behind</a>`}},
		{"one diagram", "ttl", true, []string{`presets/ttl-column.svg#dark" width="568" `}},
		{"a question", "write-through", true, []string{`presets/write-through-question-column.svg#dark" width="696" height="3`, `alt="The amount is changed through the cache. Does the next read still get the old amount? Yes / No"`}},
		{"no question", "write-through", false, []string{`presets/write-through-column.svg#dark" width="696" height="4`, `alt="Sequence diagrams"`}},
	} {
		p, err := view.PlaceholderOf(c.preset, parsed(t, c.preset), c.asks)
		if err != nil {
			t.Fatal(err)
		}
		p.Site, p.Theme = "https://s/", "#dark"
		for _, part := range c.has {
			if html := p.HTML(); !strings.Contains(html, part) {
				t.Errorf("%s: %s does not have %s", c.what, html, part)
			}
		}
	}
}

func TestAPlaceholderWithoutPicturesIsALink(t *testing.T) {
	p := view.Placeholder{Site: "https://s/", Address: "#1.abc", Name: `Mine <&>"'`}
	if want := `<a href="https://s/#1.abc" style="display:block;margin:1.5em 0">Try it: Mine &lt;&amp;&gt;&quot;&#39;</a>`; p.HTML() != want {
		t.Errorf("%s, want %s", p.HTML(), want)
	}
}

// While a question is open, neither what is drawn nor its description tells the answer.
func TestAPictureOfAQuestionDoesNotAnswerIt(t *testing.T) {
	asked := 0
	for _, preset := range scenario.Presets() {
		v, errs := view.Play(parsed(t, preset.ID), view.Options{Show: []int{}})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if v.Ask == nil {
			continue
		}
		asked++
		column, phone := v.ForOtherPages(true)
		for _, svg := range []string{column.SVG, phone.SVG} {
			for _, tells := range []string{`class="event`, `class="bar`, view.Plain(v.Variants[0].Sentence), strings.TrimSuffix(v.Ask.Fact, ".")} {
				if tells != "" && strings.Contains(svg, tells) {
					t.Errorf("%s: the picture of its question has %q", preset.ID, tells)
				}
			}
			for _, choice := range v.Ask.Choices {
				if !strings.Contains(svg, "○ "+strings.Fields(choice)[0]) {
					t.Errorf("%s: the picture of its question does not offer %q", preset.ID, choice)
				}
			}
		}
	}
	if asked == 0 {
		t.Error("no preset asks anything")
	}
}
