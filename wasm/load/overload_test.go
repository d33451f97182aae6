package load

import (
	"os"
	"strconv"
	"testing"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// Retries keep up an overload when its cause is gone, and a retry budget ends it. Source:
// Bronson et al., "Metastable Failures in Distributed Systems" (HotOS 2021). The source
// would serve 250 calls a second even when it is slowest. Clients ask 200 times, so it
// recovers from anything, unless each call that times out is made three times.
func TestAnOverloadOutlastsItsCause(t *testing.T) {
	const (
		burst  = `{}`
		outage = `{"workload": {"arrivals": {"bursts": null}}, "source": {"outages": [{"from": "20s", "to": "22s"}]}}`
		none   = `{"workload": {"arrivals": {"bursts": null}}}`
	)
	text, err := os.ReadFile("testdata/overload.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, cause := range []struct {
		name, patch string
		recovers    [3]bool // by variant: with one attempt, with three, and with a retry budget
	}{
		{"none", none, [3]bool{true, true, true}},
		{"a burst", burst, [3]bool{true, false, true}},
		{"an outage", outage, [3]bool{true, false, true}},
	} {
		for seed := range short(3) {
			s := patched(t, text, cause.patch, `{"seed": "`+strconv.Itoa(seed)+`"}`)
			for i := range s.Variants {
				v := &s.Variants[i]
				ended := finished(v).meter.traffic.Ended
				for _, c := range []struct {
					when     string
					from, to int64
					good     bool
				}{{"before it", 0, 20, true}, {"long after it", 40, 60, cause.recovers[i]}} {
					share := goodput(ended, c.from*second, c.to*second) / 200
					if c.good && share < 0.95 || !c.good && share > 0.05 {
						t.Errorf("cause: %s, seed %d, %s: %s, %.1f %% of what is asked for is done", cause.name, seed, v.Name, c.when, 100*share)
					}
				}
			}
		}
	}
}

// patched returns a scenario with merge patches.
func patched(t *testing.T, text []byte, patches ...string) *scenario.Scenario {
	t.Helper()
	tree, err := jsontree.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, patch := range patches {
		p, err := jsontree.Parse([]byte(patch))
		if err != nil {
			t.Fatal(err)
		}
		tree = jsontree.MergePatch(tree, p)
	}
	s, errs := scenario.Decode(tree)
	if errs != nil {
		t.Fatal(errs)
	}
	return s
}

// goodput returns how many operations were carried out a second, from one time to
// another.
func goodput(ended *Series, from, to int64) float64 {
	sum := int64(0)
	for i := from / ended.Width(); i < to/ended.Width() && int(i) < len(ended.Points()); i++ {
		sum += ended.Points()[i].Sum
	}
	return float64(sum) * second / float64(to-from)
}
