package diagram

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

func tracesOf(t *testing.T, text []byte) []*trace.Trace {
	t.Helper()
	s, errs := scenario.Parse(text)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var traces []*trace.Trace
	for i := range s.Variants {
		tr, errs := play.Run(&s.Variants[i])
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		traces = append(traces, tr)
	}
	return traces
}

var (
	textDrawn  = regexp.MustCompile(`<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)">([^<]*)<`)
	arrowDrawn = regexp.MustCompile(`class="arrow" x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="([\d.]+)"`)
	barDrawn   = regexp.MustCompile(`<rect class="bar [a-z -]+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"`)
	copyDrawn  = regexp.MustCompile(`<line class="(?:ahead|behind|outage|down|refuses|tries)(?: slim)?" x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="([\d.]+)"`)
)

func numbers(texts []string) [4]float64 {
	var out [4]float64
	for i, text := range texts {
		out[i], _ = strconv.ParseFloat(text, 64)
	}
	return out
}

// written is a text of a drawing, and what it takes without the space around.
type written struct {
	box
	text string
}

func textsOf(body string) []written {
	var out []written
	for _, m := range textDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[2:4])
		width := textWidth(m[4], textSize)
		switch m[1] {
		case "label", "crash-words":
			n[0] -= width / 2
		case "label end":
			n[0] -= width
		}
		out = append(out, written{box{n[0], n[1] - 9, n[0] + width, n[1] + 2}, m[4]})
	}
	return out
}

// inTheWayOf returns the arrows and, where they must be kept clear of too, the
// bars of a drawing.
func inTheWayOf(body string, bars bool) []taken {
	var out []taken
	for _, m := range arrowDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[1:])
		out = append(out, taken{box{n[0], n[2], n[1], n[3]}, true})
	}
	if !bars {
		return out
	}
	for _, m := range barDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[1:])
		out = append(out, taken{box{n[0], n[1], n[0] + n[2], n[1] + n[3]}, false})
	}
	for _, m := range copyDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[1:])
		out = append(out, taken{box{n[0] - 4, n[2], n[0] + 4, n[3]}, false})
	}
	return out
}

// In no picture of a preset do words leave it, or stand on other words or on an
// arrow; and where there is room, on no bar.
func TestNothingStandsOnWords(t *testing.T) {
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		traces := tracesOf(t, text)
		for _, opt := range []Options{{Width: 536}, {Width: 343, Narrow: true}, {Width: 288, Narrow: true}, {Width: 265, Narrow: true}} {
			for _, opt.Scale = range []Scale{InTime, InOrder} {
				for run, d := range Draw(traces, opt) {
					where := fmt.Sprintf("%s, run %d, %+v", preset.ID, run, opt)
					texts, others := textsOf(d.Body), inTheWayOf(d.Body, !opt.Narrow)
					for i, w := range texts {
						if w.x0 < 0 || w.x1 > float64(d.Width) {
							t.Errorf("%s: %q leaves the picture", where, w.text)
						}
						for _, other := range texts[:i] {
							if (&taken{box: other.box}).meets(w.box) {
								t.Errorf("%s: %q stands on %q", where, w.text, other.text)
							}
						}
						inner := box{w.x0 + lineSpace, w.y0 + lineSpace, w.x1 - lineSpace, w.y1 - lineSpace}
						for _, other := range others {
							if other.meets(inner) {
								t.Errorf("%s: %q stands on %+v", where, w.text, other)
							}
						}
					}
				}
			}
		}
	}
}

// Only where so many stand side by side that their names have no room is a
// picture wider than it should be, and never by much.
func TestPicturesAreAsWideAsTheyShould(t *testing.T) {
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		traces := tracesOf(t, text)
		for _, opt := range []Options{{Width: 536}, {Width: 343, Narrow: true}, {Width: 288, Narrow: true}, {Width: 265, Narrow: true}} {
			width := Draw(traces, opt)[0].Width
			many := len(traces[0].Participants) > 7 && opt.Width < 300
			if width != opt.Width && !many || width > opt.Width*5/4 {
				t.Errorf("%s: %d px instead of %d", preset.ID, width, opt.Width)
			}
		}
	}
}

// The names of four participants can be read where four diagrams stand beside
// each other.
func TestNoNameIsCut(t *testing.T) {
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		if d := Draw(tracesOf(t, text), Options{Width: 265, Narrow: true})[0]; strings.Contains(d.Header, "…") {
			t.Errorf("%s: a name is cut: %s", preset.ID, d.Header)
		}
	}
}

func TestLongWordsAreBroken(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{"Cache", 100, "Cache"},
		{"Resource Manager", 150, "Resource Manager"},
		{"Resource Manager", 70, "Resource|Manager"},
		{"Awesome Bank database", 52, "Awe-|some|Bank|data-|base"},
		{"TrulyAwesomeBankAPIClient", 60, "Truly|Awesome|BankAPI|Client"},
		{"Bank", 5, "B…"},
		{"", 50, ""},
	} {
		lines := wrap(hyphenate(partsOf(c.text), textSize, c.width), textSize, c.width, 6)
		if got := strings.Join(lines, "|"); got != c.want {
			t.Errorf("%q in %.0f px becomes %q, not %q", c.text, c.width, got, c.want)
		}
	}
}

// Words are broken into lines of about the same length, never shortened where
// there is room for all.
func TestLinesAreBalanced(t *testing.T) {
	l := newLabel("worker takes it", false)
	if !l.wrap(80) || !slices.Equal(l.lines, []string{"worker", "takes it"}) {
		t.Errorf("the lines are %q", l.lines)
	}
	if cut := newLabel("as it was… and is", false); !cut.wrap(60) || cut.wrap(30) || !cut.shortened(cut.lines) {
		t.Errorf("with an ellipsis of its own it becomes %q", cut.lines)
	}
	if l.wrap(20) || !l.shortened(l.lines) {
		t.Errorf("%q found room in 20 px", l.lines)
	}
}

func TestOccupancy(t *testing.T) {
	var g occupancy
	g.take(box{10, 10, 20, 200})
	g.takeLine(box{100, 0, 0, 100})
	for _, c := range []struct {
		name string
		box  box
		free bool
	}{
		{"beside a box", box{21, 100, 30, 110}, true},
		{"on a box, far below its top", box{15, 150, 30, 160}, false},
		{"under a box", box{10, 201, 20, 210}, true},
		{"over a line, within its rectangle", box{60, 0, 80, 10}, true},
		{"on the line", box{40, 50, 60, 60}, false},
		{"far away", box{0, 5000, 10, 5010}, true},
	} {
		if got := g.free(c.box); got != c.free {
			t.Errorf("%s: free is %v", c.name, got)
		}
	}
}
