package diagram

import (
	"slices"
	"strings"
	"testing"
)

func TestLongWordsAreBroken(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{text: "Cache", width: 100, want: "Cache"},
		{text: "Resource Manager", width: 150, want: "Resource Manager"},
		{text: "Resource Manager", width: 70, want: "Resource|Manager"},
		{text: "Awesome Bank database", width: 52, want: "Awe-|some|Bank|data-|base"},
		{text: "TrulyAwesomeBankAPIClient", width: 60, want: "Truly|Awesome|BankAPI|Client"},
		{text: "Bank", width: 5, want: "B…"},
		{text: "", width: 50, want: ""},
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
		{name: "beside a box", box: box{21, 100, 30, 110}, free: true},
		{name: "on a box, far below its top", box: box{15, 150, 30, 160}, free: false},
		{name: "under a box", box: box{10, 201, 20, 210}, free: true},
		{name: "over a line, within its rectangle", box: box{60, 0, 80, 10}, free: true},
		{name: "on the line", box: box{40, 50, 60, 60}, free: false},
		{name: "far away", box: box{0, 5000, 10, 5010}, free: true},
	} {
		if got := g.free(c.box); got != c.free {
			t.Errorf("%s: free is %v", c.name, got)
		}
	}
}
