package play

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// fact says what happens in a scenario: what a setting or a fault does, or how
// caching works.
type fact struct {
	says     string
	settings string // the paths of the settings that it is about, separated by spaces
	scenario string // the members of the scenario, with ' for "
	senses   string // the senses of the events that count, separated by spaces
	events   string // those events with their times, as eventsOf lists them
	answers  string // what the clients are told, as answers lists it; "" where it does not matter
	atEnd    string // what cache and source hold, as atEnd lists it; "" where it does not matter
	holds    string // what the source holds under each key in the end; "" where it does not matter
}

// facts lists the facts of all files facts_*_test.go.
func facts() []fact {
	return slices.Concat(timeFacts(), sourceFacts(), accessorFacts(), failedWriteFacts(), queueFacts(), batchFacts(), fillFacts(), lifeFacts(), capacityFacts(),
		faultFacts(), cacheErrorFacts(), crashFacts())
}

func TestFacts(t *testing.T) {
	for _, f := range facts() {
		tr := run(t, strings.TrimSuffix(f.scenario, ", "))
		check := func(got, want string) {
			if got != want {
				t.Errorf("%s\n got %s\nwant %s", f.says, got, want)
			}
		}
		check(eventsOf(tr, strings.Fields(f.senses)...), f.events)
		if f.answers != "" {
			check(answers(tr), f.answers)
		}
		if f.atEnd != "" {
			check(atEnd(tr), f.atEnd)
		}
		if f.holds != "" {
			check(heldAtEnd(tr), f.holds)
		}
	}
}

// Each setting that a control can be offered for has a fact in which another
// value of it changes what happens.
func TestEverySettingHasAFact(t *testing.T) {
	shown := map[string]bool{}
	all := settings()
	for _, f := range facts() {
		variant := &parsed(t, strings.TrimSuffix(f.scenario, ", ")).Variants[0]
		for _, path := range strings.Fields(f.settings) {
			i := slices.IndexFunc(all, func(d scenario.Field) bool { return d.Path == strings.ReplaceAll(path, "[]", "[0]") })
			switch {
			case i < 0:
				t.Errorf("%s: %s is no setting", f.says, path)
			case !all[i].Matters(variant):
				t.Errorf("%s: %s is said not to matter", f.says, path)
			case !changes(t, variant, happened(variant), &all[i]):
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

// eventsOf lists the events of the given senses with their times, such as
// "1s error, 1.5s retry". An eviction is followed by its key.
func eventsOf(tr *trace.Trace, senses ...string) string {
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

// heldAtEnd lists what the source holds under each key in the end, such as "a: 1, b:
// nothing".
func heldAtEnd(tr *trace.Trace) string {
	var out []string
	for key, r := range tr.At(len(tr.Events)).Source {
		out = append(out, tr.Keys[key].Name+": "+tr.Summary(key, r))
	}
	return strings.Join(out, ", ")
}

// Parts of scenarios. Those that end with a comma may come last all the same.
const (
	anEdit  = `{'op': 'edit', 'key': 'k', 'value': 2}`
	aGet    = `{'op': 'get', 'key': 'k'}`
	editing = `'clients': [{'ops': [` + anEdit + `]}], `
	around  = `'write': 'write-around', `
	source  = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '2s'}, `
)
