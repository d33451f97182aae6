package diagram_test

import (
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

var (
	updateGolden = flag.Bool("update", false, "write the golden files anew")
	contactSheet = flag.String("sheet", "", "the file into which TestContactSheet writes all presets, as HTML")
)

// run plays a scenario given as text.
func run(t *testing.T, text string) []*trace.Trace {
	t.Helper()
	s, errs := scenario.Parse([]byte(text))
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

func preset(t *testing.T, id string) []*trace.Trace {
	t.Helper()
	text, ok := scenario.Preset(id)
	if !ok {
		t.Fatalf("there is no preset %q", id)
	}
	return run(t, string(text))
}

// goldenPictures are looked at when they change, each for what it alone shows.
// Layout is the subject of layout_test.go, which draws every preset.
var goldenPictures = []struct {
	file    string
	preset  string
	variant int
	opt     diagram.Options
}{
	// Time to scale, a queue, a worker of its own, and a cache ahead of the source.
	{file: "article-wide.svg", preset: "article", variant: 1, opt: diagram.Options{Width: 540}},
	// The accessor shares the source's lifeline, whose answers it forwards.
	{file: "article-narrow.svg", preset: "article", variant: 0, opt: diagram.Options{Width: 343, Narrow: true}},
	// Order instead of time, and old copies in the cache.
	{file: "write-around-in-order.svg", preset: "write-around", variant: 0, opt: diagram.Options{Width: 540, Scale: diagram.InOrder}},
	// Slanted arrows of a slow network, and a folded silence.
	{file: "cache-inline-folded.svg", preset: "cache-inline", variant: 0, opt: diagram.Options{Width: 540}},
	// A crash that loses queued writes.
	{file: "journal-crash.svg", preset: "journal", variant: 1, opt: diagram.Options{Width: 540}},
	// Lost calls, an outage, failures, and a circuit breaker in each of its states.
	{file: "bank-down-narrow.svg", preset: "bank-down", variant: 1, opt: diagram.Options{Width: 343, Narrow: true}},
	// Many clients, and calls that wait for each other at the source.
	{file: "bank-peak-wide.svg", preset: "bank-peak", variant: 0, opt: diagram.Options{Width: 540}},
}

func TestGoldenPictures(t *testing.T) {
	for _, picture := range goldenPictures {
		d := diagram.Draw(preset(t, picture.preset), picture.opt)[picture.variant]
		golden(t, picture.file, d.Header+"\n"+d.Body+"\n")
	}
}

// A strip with an axis, waits, a crash, and lost, held and repeated writes.
func TestGoldenStrip(t *testing.T) {
	strip := diagram.NewStrip(slices.Concat(preset(t, "crash-before-sync"), preset(t, "paid-twice")), 0)
	out := strip.Axis + "\n"
	for _, row := range strip.Rows {
		out += row.SVG + "\n"
	}
	golden(t, "strip.svg", out)
}

// TestContactSheet writes all presets into one page, for those who review a change
// of the drawings.
func TestContactSheet(t *testing.T) {
	if *contactSheet == "" {
		t.Skip("go test ./wasm/diagram -run ContactSheet -sheet FILE writes it")
	}
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><meta charset=utf-8><title>All presets</title><style>" + diagram.Style +
		"body { font-family: sans-serif; margin: 16px; } .diagrams { display: flex; gap: 24px; align-items: start; } .drawn { flex: none; width: 540px; } .narrow .drawn { width: 343px; }</style>\n")
	for _, p := range scenario.Presets() {
		traces := preset(t, p.ID)
		b.WriteString("<h2>" + p.ID + "</h2>\n")
		for _, row := range diagram.NewStrip(traces, 0).Rows {
			b.WriteString(row.SVG + "\n")
		}
		for _, part := range []struct {
			class string
			opt   diagram.Options
		}{{class: "diagrams", opt: diagram.Options{Width: 540}}, {class: "diagrams narrow", opt: diagram.Options{Width: 343, Narrow: true, Scale: diagram.InOrder}}} {
			b.WriteString("<div class='" + part.class + "'>")
			for _, d := range diagram.Draw(traces, part.opt) {
				b.WriteString("<div class=drawn>" + d.Header + d.Body + "</div>\n")
			}
			b.WriteString("</div>\n")
		}
	}
	if err := os.WriteFile(*contactSheet, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// golden compares with a file of one element a line, so that a difference can
// be read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = strings.NewReplacer("><", ">\n<").Replace(got)
	file := filepath.Join("testdata", name)
	if *updateGolden {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at the picture, then: go test ./wasm/diagram -update", file)
	}
}

const twoSpeeds = `{"version": 1, "source": {"readLatency": "1s", "writeLatency": "2s"},
	"writeBehind": {"writeDelay": "5s"},
	"compare": [{"write": "write-through"}, {"write": "write-behind"}],
	"clients": [{"ops": [{"op": "create", "key": "k"}, {"op": "get", "key": "k"}]}]}`

// rowsAt returns the heights of the rows whose event happens at t.
func rowsAt(tr *trace.Trace, d *diagram.Drawing, t int64) []int {
	var out []int
	for _, row := range d.Rows {
		if tr.Events[row.Event].T == t {
			out = append(out, row.Y)
		}
	}
	return out
}

// What happens at the same instant stands at the same heights in all compared
// diagrams.
func TestComparedDiagramsAlign(t *testing.T) {
	traces := run(t, twoSpeeds)
	drawings := diagram.Draw(traces, diagram.Options{Width: 540})
	if drawings[0].BodyHeight != drawings[1].BodyHeight || drawings[0].HeaderHeight != drawings[1].HeaderHeight {
		t.Error("compared diagrams are not of one height")
	}
	through, behind := rowsAt(traces[0], &drawings[0], 0), rowsAt(traces[1], &drawings[1], 0)
	if n := min(len(through), len(behind)); n < 4 || !slices.Equal(through[:n], behind[:n]) {
		t.Errorf("what happens at the start stands at %v and at %v", through, behind)
	}
}

// times returns where the labels of the instants stand, by their text.
func times(body string) map[string]float64 {
	out := map[string]float64{}
	for _, m := range regexp.MustCompile(`class="band"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"[^>]*/><text class="time"[^>]*>([^<]*)<`).FindAllStringSubmatch(body, -1) {
		y, _ := strconv.ParseFloat(m[1], 64)
		height, _ := strconv.ParseFloat(m[2], 64)
		out[m[3]+" from"], out[m[3]+" to"] = y, y+height
	}
	return out
}

// Equal times have equal heights: the bank's 2 s are twice as high as the
// second that the reader pauses.
func TestHeightIsTime(t *testing.T) {
	traces := run(t, `{"version": 1, "source": {"writeLatency": "2s"},
		"clients": [{"ops": [{"op": "create", "key": "k"}, {"op": "get", "key": "k", "think": "1s"}]}]}`)
	at := times(diagram.Draw(traces, diagram.Options{Width: 540})[0].Body)
	two, one := at["2 s from"]-at["now to"], at["3 s from"]-at["2 s to"]
	if one < 10 || two < 1.95*one || two > 2.05*one {
		t.Errorf("2 s are %.1f px high and 1 s is %.1f px; labels: %v", two, one, at)
	}
}

// A silence far longer than the rest is folded, and says how long it is.
func TestLongSilencesAreFoldedAndSaySo(t *testing.T) {
	traces := run(t, `{"version": 1, "source": {"writeLatency": "1s"}, "clients": [{"ops": [
		{"op": "create", "key": "k"}, {"op": "create", "key": "k"}, {"op": "get", "key": "k", "at": "1h"}]}]}`)
	d := diagram.Draw(traces, diagram.Options{Width: 540})[0]
	if !strings.Contains(d.Body, `class="fold"`) || !strings.Contains(d.Body, "nothing happens") {
		t.Error("an hour of silence is neither folded nor named")
	}
	if d.BodyHeight > 900 {
		t.Errorf("the diagram is %d px high", d.BodyHeight)
	}
}

// In order, every row is a row: no height is spent on time.
func TestInOrderSilencesTakeNoRoom(t *testing.T) {
	traces := run(t, twoSpeeds)
	inTime := diagram.Draw(traces, diagram.Options{Width: 540})[0].BodyHeight
	inOrder := diagram.Draw(traces, diagram.Options{Width: 540, Scale: diagram.InOrder})[0].BodyHeight
	if inOrder >= inTime-100 {
		t.Errorf("in order %d px, in time %d px", inOrder, inTime)
	}
}

// A call on a slow network slants.
func TestACallThatTakesTimeSlants(t *testing.T) {
	flat := run(t, `{"version": 1, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`)
	slow := run(t, `{"version": 1, "network": {"latency": "1s"}, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`)
	arrow := regexp.MustCompile(`class="arrow"[^>]* y1="([\d.]+)" y2="([\d.]+)"`)
	slants := func(traces []*trace.Trace) bool {
		m := arrow.FindStringSubmatch(diagram.Draw(traces, diagram.Options{Width: 540})[0].Body)
		return m[1] != m[2]
	}
	if slants(flat) || !slants(slow) {
		t.Error("an arrow slants if, and only if, it takes time")
	}
}

// On narrow screens four lifelines are enough, and the bank's answer still says
// that it has the write.
func TestNarrowDiagramsFoldTheAccessor(t *testing.T) {
	d := diagram.Draw(preset(t, "article")[:1], diagram.Options{Width: 343, Narrow: true})[0]
	if n := strings.Count(d.Header, `class="participant`); n != 4 {
		t.Errorf("%d lifelines", n)
	}
	if !strings.Contains(d.Body, `class="held"`) {
		t.Error("nothing shows that the bank has the write")
	}
}

// Records that the cache holds ahead of the source are one bar, with their
// number as it changes.
func TestRecordsAheadAreOneBar(t *testing.T) {
	body := diagram.Draw(preset(t, "write-behind"), diagram.Options{Width: 540})[1].Body
	if n := strings.Count(body, `class="ahead"`); n != 1 {
		t.Errorf("%d bars", n)
	}
	for _, words := range []string{">4 records ahead<", ">3 ahead<", ">2 ahead<", ">1 ahead<"} {
		if strings.Count(body, words) != 1 {
			t.Errorf("%q is not there once", words)
		}
	}
}

// A crash marks on the cache's lifeline what it took along, as the strip does.
func TestACrashMarksWhatIsLost(t *testing.T) {
	drawings := diagram.Draw(preset(t, "crash-before-sync"), diagram.Options{Width: 540})
	behind, through := drawings[0].Body, drawings[1].Body
	if !strings.Contains(behind, `<circle class="lost"`) || !strings.Contains(behind, "1 queued write is lost") {
		t.Error("a lost write is not marked")
	}
	if strings.Contains(through, `class="lost"`) || !strings.Contains(through, "Resource Manager crashes") {
		t.Error("a crash that costs nothing does not look like one")
	}
}

// hostile tries to leave its place in every way that markup has.
const hostile = `</text></svg><script>alert(1)</script>" onload="x' onclick='y <!-- ]]>`

// No label of a scenario can add an element or an attribute.
func TestNoLabelLeavesItsPlace(t *testing.T) {
	const everywhere = `{"version": 1, "name": H, "names": {"manager": H, "cache": H, "accessor": H, "source": H},
		"labels": {"create": H, "get": H, "source.save": H, "cache.set": H, "cache.get": H},
		"writeBehind": {"writeDelay": "1s"}, "compare": [{"name": H, "write": "write-behind"}],
		"clients": [{"name": H, "ops": [{"op": "create", "key": H, "value": H}, {"op": "get", "key": H}]}],
		"faults": [{"fault": "crash", "at": "500ms"}]}`
	label := string(jsontree.AppendString(nil, hostile[:60]))
	traces := run(t, strings.ReplaceAll(everywhere, "H", label))
	plain := run(t, strings.ReplaceAll(everywhere, "H", `"x"`))
	for _, narrow := range []bool{false, true} {
		d := diagram.Draw(traces, diagram.Options{Width: 400, Narrow: narrow})[0]
		p := diagram.Draw(plain, diagram.Options{Width: 400, Narrow: narrow})[0]
		for _, svg := range []struct{ got, plain string }{{got: d.Header, plain: p.Header}, {got: d.Body, plain: p.Body}} {
			for name := range elements(t, svg.got) {
				if _, known := elements(t, svg.plain)[name]; !known && name != "title" {
					t.Errorf("a label added <%s>", name)
				}
			}
		}
	}
	for _, row := range diagram.NewStrip(traces, 0).Rows {
		elements(t, row.SVG)
	}
}

// elements counts the elements and attributes of well-formed markup.
func elements(t *testing.T, svg string) map[string]int {
	t.Helper()
	out := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			out[start.Name.Local]++
			for _, a := range start.Attr {
				out["@"+a.Name.Local]++
			}
		}
	}
}

func TestNothingToDrawIsNoDrawing(t *testing.T) {
	if d := diagram.Draw(nil, diagram.Options{Width: 540}); d != nil {
		t.Errorf("%d drawings of no traces", len(d))
	}
}
