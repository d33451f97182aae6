package view

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Control is a setting that the scenario offers first, beside the strip.
type Control struct {
	Path, Name string
	Zero       string // what "0s" means, such as "for ever"; "" where it means no time
	Field      *scenario.Field
}

var fields = sync.OnceValue(scenario.Fields)

// Controls lists the settings that the scenario offers first.
func (v *View) Controls(s *scenario.Scenario) []Control {
	var out []Control
	for _, path := range s.Controls {
		general, indexes := splitPath(path)
		if i := slices.IndexFunc(fields(), func(d scenario.Field) bool { return d.Path == general }); i >= 0 {
			d := &fields()[i]
			zero := ""
			if d.Path == "cache.ttl" || d.Path == "accessor.timeout" {
				zero = "for ever"
			}
			out = append(out, Control{path, v.controlName(d, indexes), zero, d})
		}
	}
	return out
}

// splitPath returns a path without its indexes, and the indexes: for
// "faults[0].at" it returns "faults[].at" and 0.
func splitPath(path string) (general string, indexes []int) {
	for {
		before, after, found := strings.Cut(path, "[")
		index, rest, _ := strings.Cut(after, "]")
		general += before
		if !found {
			return general, indexes
		}
		n, _ := strconv.Atoi(index)
		indexes = append(indexes, n)
		general += "[]"
		path = rest
	}
}

// controlName returns the label of a setting that stands apart from its
// section.
func (v *View) controlName(d *scenario.Field, indexes []int) string {
	source := trace.Capitalize(v.InSentence(strategy.Source))
	switch d.Path {
	case "source.writeLatency":
		return source + " takes, to write"
	case "source.readLatency":
		return source + " takes, to read"
	case "source.concurrency":
		return source + " serves at the same time"
	case "source.latencyByLoad[].concurrency":
		return source + " slows down at, in calls at once"
	case "source.latencyByLoad[].times":
		return source + " then takes, times as long"
	case "source.outages[].to":
		return source + " is out of reach until"
	case "source.feedLatency":
		return "The change feed takes"
	case "writeBehind.writeDelay":
		return "The worker waits"
	case "writeBehind.schedule":
		return "The worker comes every"
	case "cache.ttl":
		return "A copy lives for"
	case "cache.latency":
		return trace.Capitalize(v.InSentence(strategy.Cache)) + " takes"
	case "network.latency":
		return "The network takes"
	case "clients[].ops[].at":
		if indexes[1] == 0 {
			return v.Variants[0].Trace.Participants[indexes[0]].Name + " begins at"
		}
		return v.Variants[0].Trace.Participants[indexes[0]].Name + " goes on at"
	}
	return d.Name
}
