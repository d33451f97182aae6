package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/replay"
)

// keys is a trace of 1000 requests: ten keys in turn, and after each of them one that
// comes only once.
func keys() string {
	var out strings.Builder
	for i := range 500 {
		fmt.Fprintf(&out, "hot%d\nonce%d\n", i%10, i)
	}
	return out.String()
}

type replayLine struct {
	Policy                      string
	Capacity, Requests, Objects int
	Misses                      int
	MissRatio                   float64
	ByteMissRatio               *float64
	RequestsPerSecond           float64
}

func TestReplayCountsForEachPolicyAndCapacity(t *testing.T) {
	got := cacheplay(keys(), "replay", "-policy", "lru,sieve,belady", "-capacity", "15,0.1", "-format", "json", "-")
	var document struct {
		Version int
		Runs    []replayLine
	}
	if err := json.Unmarshal([]byte(got.out), &document); err != nil || got.code != 0 || document.Version != 1 {
		t.Fatalf("%v, %+v", err, got)
	}
	var found []string
	for _, r := range document.Runs {
		if r.Requests != 1000 || r.Objects != 510 || r.MissRatio != float64(r.Misses)/1000 || r.ByteMissRatio != nil || r.RequestsPerSecond <= 0 {
			t.Errorf("%+v", r)
		}
		found = append(found, fmt.Sprintf("%s %d %d", r.Policy, r.Capacity, r.Misses))
	}
	want := []string{"lru 15 1000", "lru 51 510", "sieve 15 1000", "sieve 51 510", "belady 15 510", "belady 51 510"}
	if !slices.Equal(found, want) {
		t.Errorf("%q, not %q", found, want)
	}
}

func TestOneReplayIsOneObject(t *testing.T) {
	var one replayLine
	if err := json.Unmarshal([]byte(cacheplay(keys(), "replay", "-capacity", "51", "-format", "json", "-").out), &one); err != nil || one.Misses != 510 {
		t.Errorf("%v, %+v", err, one)
	}
}

func TestReplayedAsText(t *testing.T) {
	got := cacheplay(keys(), "replay", "-", "-policy", "all", "-capacity", "15")
	lines := strings.Split(got.out, "\n")
	if got.code != 0 || lines[0] != "1000 requests for 510 objects." || strings.Count(got.out, "\n") != 3+len(replay.Policies()) {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(lines[3], "lru             15    1000      1.0000                -  ") {
		t.Errorf("%q", lines[3])
	}
}

func TestACurveHasPointsOfEachPolicy(t *testing.T) {
	golden(t, "curve.txt", cacheplay(keys(), "replay", "-curve", "-policy", "lru,sieve,belady", "-").out)
	var document struct {
		Curves []struct {
			Policy  string
			Sampled int
			Points  []struct {
				Capacity         int
				MissRatio, Error float64
			}
		}
	}
	got := cacheplay(keys(), "replay", "-curve", "-capacity", "1.0,15,15", "-format", "json", "-")
	if err := json.Unmarshal([]byte(got.out), &document); err != nil || len(document.Curves) != 1 {
		t.Fatalf("%v, %+v", err, got)
	}
	if c := document.Curves[0]; c.Sampled != 1 || len(c.Points) != 2 || c.Points[0].MissRatio != 1 || c.Points[1].MissRatio != 0.51 || c.Points[1].Capacity != 510 {
		t.Errorf("%+v", c)
	}
}

func TestWhatReplayRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-capacity", "5"}, `replay takes one TRACE ("-" for standard input), not 0`},
		{[]string{"-"}, "-capacity: a number of objects, or of bytes, or a share such as 0.1 is needed"},
		{[]string{"-capacity", "0", "-"}, `-capacity: "0" is neither a whole number from 1 to 70368744177664 nor a share above 0 of at most 1.0`},
		{[]string{"-capacity", "1.5", "-"}, `-capacity: "1.5" is neither`},
		{[]string{"-capacity", "5,", "-"}, `-capacity: "" is neither`},
		{[]string{"-policy", "mru", "-capacity", "5", "-"}, `-policy: "mru" is not one of "lru", "fifo"`},
		{[]string{"-capacity", "5", "-format", "svg", "-"}, `-format: "svg" is not one of "text", "json"`},
		{[]string{"-capacity", "5", "-reader", "tape", "-"}, `-reader: "tape" is not one of `},
		{[]string{"-capacity", "5", "-bytes", "-"}, "-bytes: the sizes of objects are needed, but the recording has none"},
		{[]string{"-capacity", "5", "/nowhere/keys.txt"}, "/nowhere/keys.txt"},
	} {
		got := cacheplay("a\nb\n", append([]string{"replay"}, c.args...)...)
		if got.code != exitBad || got.out != "" || !strings.Contains(got.errors, c.want) || strings.Count(got.errors, "\n") != 1 {
			t.Errorf("%q: %+v, not %s", c.args, got, c.want)
		}
	}
	if got := cacheplay("", "replay", "-capacity", "5", "-"); got.code != exitBad || got.errors != "standard input: the recording cannot be read: it is empty\n" {
		t.Errorf("nothing: %+v", got)
	}
}

// A terminal shows how far a replay has come, in one line that is gone afterwards.
func TestATerminalShowsTheProgressOfAReplay(t *testing.T) {
	var out, errors, watched bytes.Buffer
	p := &program{stdin: strings.NewReader(strings.Repeat(keys(), 200)), stdout: &out, stderr: &errors, progress: progress{to: &watched}}
	code := p.replay([]string{"-capacity", "5", "-"})
	if code != 0 || errors.Len() > 0 || !strings.Contains(watched.String(), " requests read") || !strings.HasSuffix(watched.String(), "\r") {
		t.Errorf("exit code %d, %s, %q", code, &errors, &watched)
	}
}
