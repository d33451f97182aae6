package replay

import (
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/workload"
)

// list is a source of operations.
type list []workload.Operation

func (l *list) Next(op *workload.Operation) bool {
	if len(*l) == 0 {
		return false
	}
	*op, *l = (*l)[0], (*l)[1:]
	return true
}

// begun returns a plan over random operations.
func begun(t *testing.T, policies, capacities string, bytes, curve, sizes bool) (*Work, *Trace) {
	t.Helper()
	plan, err := ParsePlan(policies, capacities, bytes, curve)
	if err != nil {
		t.Fatal(err)
	}
	ops := list(operations(*firstSeed, 300, 3000, sizes, false, true))
	trace := traceOf(ops)
	return NewWork(plan, &ops, int64(len(ops))), trace
}

// text returns the JSON of what is found.
func text(w *Work) string { return string(w.Result().AppendCanonical(nil)) }

func TestAPlanGivesWhatItsRunsCountInSlicesOfAnySize(t *testing.T) {
	for _, bytes := range []bool{false, true} {
		for _, slice := range []int{1 << 20, 997, 1} {
			w, trace := begun(t, "lru,belady,s3-fifo", "30,0.1", bytes, false, true)
			for w.Advance(slice) {
			}
			var want []string
			all := int64(trace.Objects)
			if bytes {
				all = trace.Bytes()
			}
			for _, policy := range []string{"lru", "belady", "s3-fifo"} {
				for _, capacity := range []int64{30, int64(0.1 * float64(all))} {
					r := Replayed{Policy: policy, Capacity: capacity, Counts: runTo(Begin(trace, policy, capacity, bytes))}
					want = append(want, string(r.JSON(trace).AppendCanonical(nil)))
				}
			}
			if got, result := text(w), `{"complete":true,"runs":[`+strings.Join(want, ",")+`],"share":1,"version":1}`; got != result || w.Err() != nil {
				t.Errorf("bytes %v, slices of %d: %s, not %s", bytes, slice, got, result)
			}
		}
	}
}

func TestAPlannedCurveIsTheCurve(t *testing.T) {
	for _, slice := range []int{1 << 20, 97} {
		w, trace := begun(t, "lru,sieve", "", false, true, false)
		for w.Advance(slice) {
		}
		if len(w.curves) != 2 || w.Err() != nil {
			t.Fatalf("%d curves, %v", len(w.curves), w.Err())
		}
		for i, policy := range []string{"lru", "sieve"} {
			want := pointsOf(Take(trace, SampleAbove).Curve(policy, Capacities(int64(trace.Objects)), false))
			if got := w.curves[i].Points(); !slices.Equal(got, want) {
				t.Errorf("%s: %v, not %v", policy, got, want)
			}
		}
	}
}

// What is found so far is what is found in the end, and the share only grows.
func TestAPlanTellsWhatItHasFoundSoFar(t *testing.T) {
	for _, curve := range []bool{false, true} {
		w, _ := begun(t, "sieve,lru", "10,20,30", false, curve, true)
		share, points := 0.0, 0
		for w.Advance(100) {
			next := w.share()
			if next < share || next >= 1 {
				t.Fatalf("%v after %v", next, share)
			}
			share = next
			found := len(w.runs)
			if len(w.curves) > 0 {
				of := w.curves[0] // each run is a point
				if found += len(of.Points()); found != of.at {
					t.Fatalf("%d points after %d runs", found, of.at)
				}
			}
			if found < points || found > 6 {
				t.Fatalf("%d points after %d", found, points)
			}
			points = found
			if got := text(w); !strings.Contains(got, `"complete":false`) || strings.Count(got, `"missRatio"`) < points {
				t.Fatal(got)
			}
		}
		if w.share() != 1 || points < 3 {
			t.Errorf("%v of the work, %d points before its end", w.share(), points)
		}
	}
}

func TestWhatAPlanRefuses(t *testing.T) {
	for _, c := range []struct{ policies, capacities, want string }{
		{"lru", "", "capacity: a number of objects, or of bytes, or a share such as 0.1 is needed"},
		{"mru", "5", `policy: "mru" is not one of "lru", "fifo"`},
		{"lru,,sieve", "5", `policy: "" is not one of "lru", "fifo"`},
		{"lru", "5,1.5", `capacity: "1.5" is neither a whole number from 1 to 70368744177664 nor a share above 0 of at most 1.0`},
		{"lru", "NaN", `capacity: "NaN" is neither`},
	} {
		if _, err := ParsePlan(c.policies, c.capacities, false, false); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q, %q: %v, not %s", c.policies, c.capacities, err, c.want)
		}
	}
	w, _ := begun(t, "lru", "5", true, false, false)
	for w.Advance(100) {
	}
	if err := w.Err(); err == nil || err.Error() != "bytes: the sizes of objects are needed, but the recording has none" {
		t.Error(err)
	}
}

// However much is asked for, no slice is long: what a request costs changes with the policy.
func TestNoSliceIsLong(t *testing.T) {
	const requests = 10 * maxSlice
	for _, curve := range []bool{false, true} {
		plan, err := ParsePlan("belady", "10", false, curve)
		if err != nil {
			t.Fatal(err)
		}
		ops := list(readsOf(make([]int32, requests)))
		w := NewWork(plan, &ops, requests)
		slices := 1
		for w.Advance(1 << 40) {
			slices++
		}
		if slices < 30 || slices > 60 { // the trace, what the policy prepares, and the run
			t.Errorf("curve %v: %d slices", curve, slices)
		}
	}
}
