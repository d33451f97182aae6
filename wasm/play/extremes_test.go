package play

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

var extremesSeed = flag.Uint64("seed", 1, "the seed of TestExtremes")

// level is one extreme of a factor: a merge patch of the document, and perhaps a
// fault.
type level struct{ patch, fault string }

// extremes returns the values of a setting at the ends of its range.
func extremes(d *scenario.Field) []string {
	switch d.Type {
	case scenario.TypeDuration:
		return []string{`"0s"`, `"1ns"`, `"24h"`}
	case scenario.TypeLatency:
		return []string{`"0s"`, `"1ns"`, `"24h"`, `{"dist": "exponential", "mean": "24h"}`, `{"p50": "1ns", "p99": "1us"}`}
	case scenario.TypeNumber:
		if d.Default == "" {
			return []string{`null`, itoa(d.Min), itoa(d.Max)}
		}
		return []string{itoa(d.Min), itoa(d.Max)}
	case scenario.TypeDecimal:
		return []string{itoa(d.Min), itoa(d.Min) + ".001", itoa(d.Max)}
	}
	return tries(d)
}

// factors returns what the test varies: each setting, what clients do, and each
// fault. Settings that exclude each other are one factor.
func factors() [][]level {
	all := [][]level{
		patches(`{}`, `{"writeBehind": {"writeDelay": "24h"}}`, `{"writeBehind": {"schedule": "1ns"}}`, `{"writeBehind": {"schedule": "24h"}}`),
		patches(`{}`, `{"accessor": {"circuitBreaker": {"failureThreshold": 1}}}`, `{"accessor": {"circuitBreaker": {"failureThreshold": 1, "window": 64}}}`,
			`{"accessor": {"circuitBreaker": {"failureThreshold": 64}}}`),
		patches(`{}`, `{"source": {"outages": [{"to": "24h"}]}}`, `{"source": {"outages": [{"from": "1ns", "to": "2ns"}, {"from": "3ns", "to": "1ms"}]}}`),
		patches(`{}`, `{"source": {"latencyByLoad": [{"concurrency": 1, "times": 0}]}}`, `{"source": {"latencyByLoad": [{"concurrency": 1, "times": 100}, {"concurrency": 1000000, "times": 0.001}]}}`),
		patches(`{}`, `{"source": {"records": {"a": 1, "b": null}}}`, `{"source": {"records": {"a": 1, "b": 2}}, "cache": {"primer": ["a", "b"]}}`),
		patches(clientStories()...),
		faultLevels(`{"fault": "crash", "at": "0s"}`, `{"fault": "crash", "at": "1ns", "restartAfter": "24h"}`, `{"fault": "crash", "step": "C1/1/source.save"}`),
		faultLevels(`{"fault": "crash-worker", "at": "0s"}`, `{"fault": "crash-worker", "step": "C1/1/source.save", "restartAfter": "24h"}`),
		faultLevels(`{"fault": "crash-cache", "at": "1ns"}`, `{"fault": "evict", "step": "C1/1/source.save"}`, `{"fault": "evict", "at": "24h", "key": "a"}`),
		faultLevels(`{"fault": "source-error", "at": "0s"}`, `{"fault": "source-error", "step": "C1/1/source.save"}`),
		faultLevels(`{"fault": "source-refuse", "at": "0s"}`, `{"fault": "source-refuse", "step": "C1/1/source.save"}`),
		faultLevels(`{"fault": "source-timeout", "at": "0s"}`, `{"fault": "source-timeout", "step": "C1/1/source.save"}`),
		faultLevels(`{"fault": "cache-lost", "at": "0s"}`, `{"fault": "cache-lost", "step": "C1/1/cache.set"}`,
			`{"fault": "cache-error", "at": "0s"}`, `{"fault": "cache-error", "step": "C1/1/cache.set"}`, `{"fault": "cache-error", "step": "C1/1/cache.delete"}`),
		faultLevels(`{"fault": "outage", "at": "1ns", "restartAfter": "1ns"}`, `{"fault": "outage", "at": "0s", "restartAfter": "24h"}`),
	}
	for _, d := range settings() {
		switch d.Path {
		case "read", "write", "writeBehind.writeDelay", "writeBehind.schedule", "accessor.circuitBreaker.failureThreshold", "accessor.circuitBreaker.window":
			continue
		}
		if strings.Contains(d.Path, "[") {
			continue
		}
		var levels []level
		for _, text := range extremes(&d) {
			value, _ := jsontree.Parse([]byte(text))
			patch, _ := with(jsontree.FromMembers(), d.Path, value)
			levels = append(levels, level{patch: string(patch.AppendCanonical(nil))})
		}
		all = append(all, levels)
	}
	return all
}

// patches returns levels without faults.
func patches(texts ...string) []level {
	levels := make([]level, len(texts))
	for i := range texts {
		levels[i].patch = texts[i]
	}
	return levels
}

// faultLevels returns the levels of a fault: without it, and with each of the given
// ones.
func faultLevels(texts ...string) []level {
	levels := patches(`{}`)
	for _, text := range texts {
		levels = append(levels, level{patch: `{}`, fault: text})
	}
	return levels
}

// clientStories returns what clients do: every kind of operation, the same with
// the longest pauses, and many clients on one key.
func clientStories() []string {
	op := func(kind, key, more string) string { return `{"op": "` + kind + `", "key": "` + key + `"` + more + `}` }
	every := func(more string) string {
		return `{"ops": [` + strings.Join([]string{op("create", "a", more), op("get", "a", more), op("pay", "a", more), op("delete", "a", more), op("get", "b", more), op("pay", "b", more), op("edit", "b", more)}, ", ") + `]}`
	}
	crowd := strings.Repeat(`{"ops": [`+op("edit", "a", "")+`, `+op("get", "a", "")+`]}, `, 7) + `{"ops": [` + op("pay", "a", "") + `]}`
	return []string{`{"clients": [` + every("") + `, ` + every(`, "at": "1ns"`) + `]}`, `{"clients": [` + every(`, "think": "24h"`) + `, ` + every(`, "at": "24h"`) + `]}`, `{"clients": [` + crowd + `]}`}
}

// pairwise returns rows with a level of each factor, such that any two levels of
// two factors are in some row together. It is greedy, as AETG (Cohen et al., "The
// AETG system: an approach to testing based on combinatorial design", 1997): each
// row starts with a pair that is in no row yet and then takes, factor by factor in
// a random order, the level that makes the most new pairs.
func pairwise(r *rand.Rand, sizes []int) [][]int {
	type pair struct{ f, l, g, m int } // f < g
	open := map[pair]bool{}
	var pairs []pair
	for g := range sizes {
		for f := range g {
			for l := range sizes[f] {
				for m := range sizes[g] {
					open[pair{f, l, g, m}] = true
					pairs = append(pairs, pair{f, l, g, m})
				}
			}
		}
	}
	meet := func(f, l, g, m int) pair {
		if f > g {
			return pair{g, m, f, l}
		}
		return pair{f, l, g, m}
	}
	var rows [][]int
	for _, first := range pairs {
		if !open[first] {
			continue
		}
		row := slices.Repeat([]int{-1}, len(sizes))
		row[first.f], row[first.g] = first.l, first.m
		for _, f := range r.Perm(len(sizes)) {
			if row[f] >= 0 {
				continue
			}
			most := -1
			for l := range sizes[f] {
				news := 0
				for g, m := range row {
					if m >= 0 && open[meet(f, l, g, m)] {
						news++
					}
				}
				if news > most {
					row[f], most = l, news
				}
			}
		}
		for g, m := range row {
			for f, l := range row[:g] {
				delete(open, pair{f, l, g, m})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// Each run with any two extremes together, and with random ones, ends or says why
// it stopped.
func TestExtremes(t *testing.T) {
	t.Logf("-seed %d", *extremesSeed)
	r := rand.New(rand.NewPCG(*extremesSeed, 9))
	all := factors()
	sizes := make([]int, len(all))
	for i := range all {
		sizes[i] = len(all[i])
	}
	rows := pairwise(r, sizes)
	reads, writes := strategy.Named(strategy.Read), strategy.Named(strategy.Write)
	for i, row := range rows {
		for j, read := range reads {
			for k, write := range writes {
				if uint64(i+j*len(writes)+k)%stride() == 0 {
					checkExtreme(t, extreme(all, row, read.ID, write.ID))
				}
			}
		}
	}
	for range cases(1000) {
		row := make([]int, len(sizes))
		for f := range row {
			row[f] = r.IntN(sizes[f])
		}
		checkExtreme(t, extreme(all, row, reads[r.IntN(len(reads))].ID, writes[r.IntN(len(writes))].ID))
	}
	t.Logf("%d factors, %d rows", len(all), len(rows))
}

// extreme returns the document of a row.
func extreme(all [][]level, row []int, read, write string) jsontree.Value {
	doc, _ := jsontree.Parse([]byte(fmt.Sprintf(`{"version": 1, "read": %q, "write": %q}`, read, write)))
	var faults []string
	for f, l := range row {
		patch, _ := jsontree.Parse([]byte(all[f][l].patch))
		doc = jsontree.MergePatch(doc, patch)
		if fault := all[f][l].fault; fault != "" {
			faults = append(faults, fault)
		}
	}
	list, _ := jsontree.Parse([]byte(`{"faults": [` + strings.Join(faults, ", ") + `]}`))
	return jsontree.MergePatch(doc, list)
}

// checkExtreme runs a document and checks what is true of every run. One conflict
// is possible, a fill by versions with a strategy that stores before it saves: then
// the document is run with another fill.
func checkExtreme(t *testing.T, doc jsontree.Value) {
	t.Helper()
	s, errs := scenario.Decode(doc)
	if len(errs) == 1 && errs[0].Path == "cache.fill" && errs[0].Code == scenario.CodeConflict {
		other, _ := jsontree.Parse([]byte(`{"cache": {"fill": "set"}}`))
		s, errs = scenario.Decode(jsontree.MergePatch(doc, other))
	}
	text := func() string { return string(doc.AppendCanonical(nil)) }
	if errs != nil {
		t.Fatalf("-seed %d: %v\n%s", *extremesSeed, errs, text())
	}
	hangs := time.AfterFunc(time.Minute, func() { panic("no end after a minute: " + text()) })
	p := newPlayer(&s.Variants[0])
	p.simulate()
	hangs.Stop()
	p.finish()
	checkTrace(t, p.rec.t)
	checkConserved(t, p)
	if stopped := p.rec.t.Stopped; !stopReasons.MatchString(stopped) || strings.HasPrefix(stopped, "nothing goes on") && p.w.Queue.Len() == 0 {
		t.Errorf("stopped: %q, with %d writes queued", stopped, p.w.Queue.Len())
	}
	if t.Failed() {
		t.Fatalf("-seed %d: %s", *extremesSeed, text())
	}
}

// stopReasons matches all reasons to stop that a run can give.
var stopReasons = regexp.MustCompile(`^(|stopped after 5000 events|nothing goes on: C[0-9]+/[0-9]+ waits in vain|` +
	`nothing goes on: ([0-9]+ writes are|1 write is) queued, and the Source does not take the first)$`)

// checkConserved checks that no write disappears: each one that was queued is
// saved, coalesced, dropped, set aside, lost in a crash or still queued, and each
// one whose client was told that it is done is at the source or one of these.
func checkConserved(t *testing.T, p *player) {
	t.Helper()
	tr := p.rec.t
	n, fates := map[engine.ChangeKind]int{}, make([]bool, len(tr.Ops))
	for i := range tr.Events {
		for _, c := range tr.Events[i].Changes {
			n[c.Kind]++
			switch c.Kind {
			case engine.ItemReplaced, engine.ItemDropped, engine.ItemDead, engine.ItemLost:
				fates[c.Item.Op] = true
			}
		}
	}
	for _, item := range p.w.Queue.All() {
		fates[item.Op] = true
	}
	ended := n[engine.ItemDone] + n[engine.ItemDropped] + n[engine.ItemDead] + n[engine.ItemLost]
	if n[engine.ItemQueued] != ended+p.w.Queue.Len() {
		t.Errorf("%d queued, %d ended, %d pending", n[engine.ItemQueued], ended, p.w.Queue.Len())
	}
	for i := range tr.Ops {
		op := &tr.Ops[i]
		if _, held := tr.HeldAt(i); op.Outcome == engine.OK && !op.Reads() && !held && !fates[i] {
			t.Errorf("%s was acknowledged and has disappeared", op.ID)
		}
	}
}
