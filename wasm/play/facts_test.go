package play

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// fact is what a setting or a fault does: the answers, what is where at the end,
// and the events of some senses with their times. "-" stands for what does not
// matter. The settings that it is about are named by their paths.
type fact struct{ settings, says, story, told, answers, end, senses string }

// facts are about each setting, and more.
func facts() []fact {
	return slices.Concat(timeFacts(), sourceFacts(), accessorFacts(), failedWriteFacts(), queueFacts(), fillFacts(), lifeFacts(), capacityFacts(),
		faultFacts(), crashFacts())
}

// Each fact is so.
func TestFacts(t *testing.T) {
	for _, f := range facts() {
		tr := run(t, strings.TrimSuffix(f.story, ", "))
		got := [...]string{told(tr, strings.Fields(f.senses)...), answers(tr), atEnd(tr)}
		for i, want := range [...]string{f.told, f.answers, f.end} {
			if want != "-" && got[i] != want {
				t.Errorf("%s\n got %s\nwant %s", f.says, got[i], want)
			}
		}
	}
}

// Each setting that a control can be offered for has a fact, whose run would be
// another one with another value.
func TestEverySettingHasAFact(t *testing.T) {
	shown := map[string]bool{}
	all := knobs()
	for _, f := range facts() {
		r := &parsed(t, strings.TrimSuffix(f.story, ", ")).Runs[0]
		for _, path := range strings.Fields(f.settings) {
			i := slices.IndexFunc(all, func(d scenario.Field) bool { return d.Path == strings.ReplaceAll(path, "[]", "[0]") })
			switch {
			case i < 0:
				t.Errorf("%s: %s is no setting", f.says, path)
			case !all[i].Matters(r):
				t.Errorf("%s: %s is said not to matter", f.says, path)
			case !changes(t, r, happened(r), &all[i]):
				t.Errorf("%s: another %s changes nothing", f.says, path)
			default:
				shown[all[i].Path] = true
			}
		}
	}
	for _, d := range all {
		if !shown[d.Path] {
			t.Errorf("no fact shows what %s does", d.Path)
		}
	}
}

// told tells the events of some senses: "1s error, 1.5s retry". Of an eviction
// it tells what is gone.
func told(tr *trace.Trace, senses ...string) string {
	var out []string
	for i := range tr.Events {
		e := &tr.Events[i]
		if !slices.Contains(senses, e.Sense.String()) {
			continue
		}
		text := time.Duration(e.T).String() + " " + e.Sense.String()
		if e.Sense == trace.Evicted {
			text += " " + tr.Keys[e.Changes[0].Key].Name
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

const (
	anEdit  = `{'op': 'edit', 'key': 'k', 'value': 2}`
	aGet    = `{'op': 'get', 'key': 'k'}`
	editing = `'clients': [{'ops': [` + anEdit + `]}], `
	around  = `'write': 'write-around', `
	source  = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '2s'}, `
)
