package diagram

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

var layoutSeed = flag.Uint64("seed", 1, "the seed of TestLayoutOfRandomScenarios")

// drawnSizes are the widths of the page: one diagram on a desktop, one on two
// phones, and four beside each other.
var drawnSizes = []Options{{Width: 536}, {Width: 343, Narrow: true}, {Width: 288, Narrow: true}, {Width: 265, Narrow: true}}

func tracesOf(t *testing.T, s *scenario.Scenario) []*trace.Trace {
	t.Helper()
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

func presetTraces(t *testing.T, id string) []*trace.Trace {
	t.Helper()
	text, _ := scenario.Preset(id)
	s, errs := scenario.Parse(text)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return tracesOf(t, s)
}

// Every preset keeps the rules of checkLayout in every size and on both scales. In
// narrow diagrams words may stand on bars.
func TestLayoutOfThePresets(t *testing.T) {
	for _, p := range scenario.Presets() {
		traces := presetTraces(t, p.ID)
		for _, opt := range drawnSizes[:presetSizes] {
			for _, opt.Scale = range []Scale{InTime, InOrder} {
				clear := ofBars
				if opt.Narrow {
					clear = ofArrows
				}
				checkLayout(t, fmt.Sprintf("%s, %+v", p.ID, opt), traces, Draw(traces, opt), clear)
			}
		}
	}
}

// Only where so many stand side by side that their names have no room is a
// diagram wider than asked for, by a quarter at most.
func TestPicturesAreAsWideAsAskedFor(t *testing.T) {
	for _, p := range scenario.Presets() {
		traces := presetTraces(t, p.ID)
		for _, opt := range drawnSizes {
			width := Draw(traces, opt)[0].Width
			many := len(traces[0].Participants) > 7 && opt.Width < 300
			if width != opt.Width && !many || width > opt.Width*5/4 {
				t.Errorf("%s: %d px instead of %d", p.ID, width, opt.Width)
			}
		}
	}
}

// The names of four participants can be read where four diagrams stand beside
// each other.
func TestNoNameIsCut(t *testing.T) {
	for _, p := range scenario.Presets() {
		if d := Draw(presetTraces(t, p.ID), Options{Width: 265, Narrow: true})[0]; strings.Contains(d.Header, "…") {
			t.Errorf("%s: a name is cut: %s", p.ID, d.Header)
		}
	}
}

// layoutPatches change presets so that something else is set or goes wrong.
var layoutPatches = []string{
	`{"faults": [{"fault": "crash", "at": "1s"}]}`,
	`{"faults": [{"fault": "crash", "at": "0s", "restartAfter": "3s"}, {"fault": "crash", "at": "4s", "restartAfter": "1h"}]}`,
	`{"faults": [{"fault": "crash-worker", "at": "1s", "restartAfter": "2s"}, {"fault": "crash-worker", "at": "5s"}]}`,
	`{"faults": [{"fault": "crash-cache", "at": "1s"}, {"fault": "crash-cache", "at": "2500ms"}]}`,
	`{"faults": [{"fault": "outage", "at": "500ms", "restartAfter": "3s"}]}`,
	`{"faults": [{"fault": "source-error", "at": "0s"}, {"fault": "source-timeout", "at": "2s"}, {"fault": "source-refuse", "at": "4s"}]}`,
	`{"faults": [{"fault": "cache-error", "at": "0s"}, {"fault": "cache-error", "at": "1s"}, {"fault": "cache-error", "at": "1s"}], "onCacheError": "retry", "accessor": {"maxAttempts": 2}, "network": {"latency": "200ms"}}`,
	`{"faults": [{"fault": "cache-error", "at": "1s"}, {"fault": "source-timeout", "at": "2s"}], "onCacheError": "fail", "onError": "invalidate"}`,
	`{"faults": [{"fault": "cache-lost", "at": "0s"}, {"fault": "cache-lost", "at": "1s"}, {"fault": "cache-lost", "at": "2s"}]}`,
	`{"accessor": {"timeout": "300ms", "maxAttempts": 3, "backoff": {"initial": "100ms"}}, "source": {"writeLatency": {"dist": "uniform", "min": "100ms", "max": "2s"}, "readLatency": "400ms"}}`,
	`{"accessor": {"timeout": "1s", "circuitBreaker": {"failureThreshold": 1, "openFor": "700ms"}}, "source": {"errorRate": 0.5}, "network": {"latency": "50ms"}}`,
	`{"accessor": {"bulkhead": 1}, "source": {"concurrency": 1, "queueLimit": 1}}`,
	`{"source": {"concurrency": 1, "errorRate": 1}, "network": {"latency": "200ms"}, "onError": "rollback"}`,
	`{"writeBehind": {"workers": 3, "batchSize": 2, "queueCapacity": 2, "onFull": "drop", "onFailure": "requeue"}, "source": {"errorRate": 0.7}}`,
	`{"writeBehind": {"queueCapacity": 1, "onFull": "block", "onFailure": "dead-letter", "coalescing": "merge"}, "faults": [{"fault": "source-refuse", "at": "0s"}]}`,
	`{"cache": {"fill": "lock", "ttl": "1s", "capacity": 1}, "source": {"concurrency": 1}}`,
	`{"cache": {"fill": "lease", "leaseLosers": "bypass", "ttl": "500ms"}, "network": {"latency": "100ms"}}`,
	`{"cache": {"fill": "version", "singleFlight": true, "negativeTtl": "1s"}, "write": "write-through-source-first"}`,
	`{"write": "double-delete", "read": "refresh-ahead", "cache": {"ttl": "2s"}, "faults": [{"fault": "crash", "at": "2s", "restartAfter": "1s"}]}`,
	`{"write": "change-data-capture", "source": {"feedLatency": "2s"}, "faults": [{"fault": "cache-lost", "at": "1s"}]}`,
	`{"names": {"manager": "M", "cache": "C", "accessor": "A", "source": "S"}}`,
	`{"names": {"manager": "Resource Manager of the northern branch", "cache": "Distributed in-memory cache", "accessor": "AccountsRepositoryImplementation", "source": "Central accounts database"}}`,
}

// As WebAssembly drawing takes about ten times as long, and draws the same: there
// each preset is drawn in the first size only, and fewer scenarios are.
var (
	presetSizes     = map[bool]int{false: len(drawnSizes), true: 1}[runtime.GOOS == "js"]
	randomScenarios = map[bool]int{false: 8, true: 1}[runtime.GOOS == "js"] // with each of layoutPatches
)

// Random presets with a patch, and half of them with a second one, keep the rules
// of checkLayout, with two exceptions: words may stand on bars, and where messages
// take time, so that their arrows slant across each other, words may stand on
// anything.
func TestLayoutOfRandomScenarios(t *testing.T) {
	t.Logf("-seed %d", *layoutSeed)
	r := rand.New(rand.NewPCG(*layoutSeed, 0))
	presets := scenario.Presets()
	drawn := 0
	for _, patch := range layoutPatches {
		for range randomScenarios {
			id := presets[r.IntN(len(presets))].ID
			second := `{}`
			if r.IntN(2) == 0 {
				second = layoutPatches[r.IntN(len(layoutPatches))]
			}
			text, _ := scenario.Preset(id)
			s, errs := scenario.Decode(jsontree.MergePatch(jsontree.MergePatch(parsed(t, string(text)), parsed(t, patch)), parsed(t, second)))
			if errs != nil {
				continue // the patches do not fit the preset
			}
			drawn++
			traces := tracesOf(t, s)
			opt := drawnSizes[r.IntN(len(drawnSizes))]
			opt.Scale = Scale(r.IntN(2))
			clear := ofArrows
			if slices.ContainsFunc(traces, slants) {
				clear = ofNothing
			}
			checkLayout(t, fmt.Sprintf("-seed %d: %s, %s, %s, %+v", *layoutSeed, id, patch, second, opt), traces, Draw(traces, opt), clear)
			for _, row := range NewStrip(traces, 0).Rows {
				checkWellFormed(t, id, row.SVG)
			}
		}
	}
	if drawn < len(layoutPatches)*randomScenarios/2 {
		t.Errorf("only %d scenarios were drawn", drawn)
	}
}

func parsed(t *testing.T, text string) jsontree.Value {
	t.Helper()
	tree, err := jsontree.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func slants(t *trace.Trace) bool {
	return slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Arrives > e.T })
}

// clearance is what words must not stand on.
type clearance uint8

const (
	ofNothing clearance = iota
	ofArrows            // nor on other words
	ofBars              // nor on arrows and other words
)

// checkLayout checks what each picture has to keep: the markup is well-formed,
// nothing is cut by the edges, words stand on nothing that they have to keep clear
// of, later rows stand lower, headers stand over their lifelines, and compared
// diagrams have their instants at the same heights.
func checkLayout(t *testing.T, where string, traces []*trace.Trace, drawings []Drawing, clear clearance) {
	t.Helper()
	instants := instantDrawn.FindAllString(drawings[0].Body, -1)
	for i := range drawings {
		d := &drawings[i]
		where := where + ", " + traces[i].Name
		checkWellFormed(t, where, d.Header)
		checkWellFormed(t, where, d.Body)
		checkWords(t, where, d, clear)
		checkHeaders(t, where, d)
		for j := 1; j < len(d.Rows); j++ {
			above, row := d.Rows[j-1], d.Rows[j]
			if traces[i].Events[row.Event].T < traces[i].Events[above.Event].T || row.Y < above.Y+int(minRowDistance)-1 {
				t.Errorf("%s: event %d stands at %d, event %d before it at %d", where, row.Event, row.Y, above.Event, above.Y)
			}
		}
		if d.BodyHeight != drawings[0].BodyHeight || d.HeaderHeight != drawings[0].HeaderHeight || !slices.Equal(instantDrawn.FindAllString(d.Body, -1), instants) {
			t.Errorf("%s: its instants are not at the heights of those beside it", where)
		}
	}
}

// checkWords checks that nothing is cut by the edges, and that words can be read.
func checkWords(t *testing.T, where string, d *Drawing, clear clearance) {
	t.Helper()
	texts, arrows, bars := textsOf(d.Body), arrowsOf(d.Body), barsOf(d.Body)
	for _, a := range slices.Concat(arrows, bars) {
		if min(a.x0, a.x1) < 0 || max(a.x0, a.x1) > float64(d.Width) || min(a.y0, a.y1) < 0 || max(a.y0, a.y1) > float64(d.BodyHeight) {
			t.Errorf("%s: %+v is cut", where, a.box)
		}
	}
	obstacles := arrows
	if clear == ofBars {
		obstacles = slices.Concat(arrows, bars)
	}
	for i, w := range texts {
		if w.x0 < 0 || w.x1 > float64(d.Width) || w.y0 < 0 || w.y1 > float64(d.BodyHeight) {
			t.Errorf("%s: %q is cut", where, w.text)
		}
		if clear == ofNothing {
			continue
		}
		for _, other := range texts[:i] {
			if (&taken{box: other.box}).meets(w.box) {
				t.Errorf("%s: %q stands on %q", where, w.text, other.text)
			}
		}
		inner := box{w.x0 + lineSpace, w.y0 + lineSpace, w.x1 - lineSpace, w.y1 - lineSpace}
		for _, o := range obstacles {
			if o.meets(inner) {
				t.Errorf("%s: %q stands on %+v", where, w.text, o)
			}
		}
	}
}

// checkHeaders checks that each header stands over its lifeline, beside the last.
func checkHeaders(t *testing.T, where string, d *Drawing) {
	t.Helper()
	headers, lifelines := headerDrawn.FindAllStringSubmatch(d.Header, -1), lifelineDrawn.FindAllStringSubmatch(d.Body, -1)
	if len(headers) != len(lifelines) {
		t.Fatalf("%s: %d headers over %d lifelines", where, len(headers), len(lifelines))
	}
	last := 0.0
	for i := range headers {
		n, x := numbers(headers[i][1:]), numbers(lifelines[i][1:])[0]
		if off := n[0] + n[1]/2 - x; off < -0.2 || off > 0.2 || n[0] < last || n[0]+n[1] > float64(d.Width) {
			t.Errorf("%s: header %d reaches from %.1f to %.1f, its lifeline is at %.1f, the header before ends at %.1f", where, i, n[0], n[0]+n[1], x, last)
		}
		last = n[0] + n[1]
	}
}

func checkWellFormed(t *testing.T, where, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: not well-formed: %v", where, err)
		}
	}
}

var (
	textDrawn     = regexp.MustCompile(`<text class="([^"]*)" x="([\d.-]+)" y="([\d.-]+)">([^<]*)<`)
	arrowDrawn    = regexp.MustCompile(`class="arrow" x1="([\d.-]+)" x2="([\d.-]+)" y1="([\d.-]+)" y2="([\d.-]+)"`)
	barDrawn      = regexp.MustCompile(`<rect class="bar [a-z -]+" x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)" height="([\d.-]+)"`)
	stateDrawn    = regexp.MustCompile(`<line class="(?:ahead|behind|outage|down|refuses|tries)(?: slim)?" x1="([\d.-]+)" x2="([\d.-]+)" y1="([\d.-]+)" y2="([\d.-]+)"`)
	instantDrawn  = regexp.MustCompile(`<text class="time"[^<]*<`)
	lifelineDrawn = regexp.MustCompile(`<line class="lifeline [a-z]+" x1="([\d.-]+)"`)
	headerDrawn   = regexp.MustCompile(`<rect x="([\d.-]+)" y="1" width="([\d.-]+)"`)
)

func numbers(texts []string) [4]float64 {
	var out [4]float64
	for i, text := range texts {
		out[i], _ = strconv.ParseFloat(text, 64)
	}
	return out
}

// written is a text of a drawing and the place of its letters.
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

func arrowsOf(body string) []taken {
	var out []taken
	for _, m := range arrowDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[1:])
		out = append(out, taken{box{n[0], n[2], n[1], n[3]}, true})
	}
	return out
}

func barsOf(body string) []taken {
	var out []taken
	for _, m := range barDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[1:])
		out = append(out, taken{box{n[0], n[1], n[0] + n[2], n[1] + n[3]}, false})
	}
	for _, m := range stateDrawn.FindAllStringSubmatch(body, -1) {
		n := numbers(m[1:])
		out = append(out, taken{box{n[0] - 4, n[2], n[0] + 4, n[3]}, false})
	}
	return out
}
