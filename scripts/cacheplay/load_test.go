package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// underLoad is a scenario in which two ways to write are put under a workload.
const underLoad = `{
  "version": 1, "name": "Two ways to write", "write": "write-through", "network": {"latency": "200us"},
  "source": {"readLatency": "1ms", "writeLatency": {"dist": "exponential", "mean": "2ms"}, "concurrency": 10},
  "cache": {"capacity": 100}, "prices": {"cacheGBHour": 0.0125, "millionSourceCalls": 1.5, "currency": "EUR"},
  "workload": {"like": "ycsb-b", "operations": 20000, "warmUp": "2s"},
  "compare": [{"name": "Through"}, {"name": "Behind", "write": "write-behind"}],
  "expect": {"write.p99": "< 20ms", "lost.worst": "0"}
}`

func TestLoadPrintsATable(t *testing.T) {
	got := cacheplay(underLoad, "load", "-")
	if got.code != exitUnmet || got.errors != "Behind: expect.lost.worst is \"0\", but measured is 3\n" {
		t.Errorf("%+v", got)
	}
	golden(t, "load.txt", got.out)
}

func TestLoadAsJSON(t *testing.T) {
	got := cacheplay(underLoad, "load", "-format", "json", "-only", "Through", "-")
	var out struct {
		Version int
		Runs    []struct {
			Name       string
			Operations int64
			Measures   map[string]float64
		}
	}
	if err := json.Unmarshal([]byte(got.out), &out); err != nil || got.code != exitOK {
		t.Fatal(err, got)
	}
	if len(out.Runs) != 1 || out.Version != 1 || out.Runs[0].Name != "Through" || out.Runs[0].Operations != 20_000 || out.Runs[0].Measures["lost.worst"] != 0 || out.Runs[0].Measures["write.p50"] < 0.001 {
		t.Errorf("%+v", out)
	}
}

// What a cache costs is told only where the workload says how large things are.
func TestWhatALoadCosts(t *testing.T) {
	const priced = `{"version": 1, "prices": {"cacheGBHour": 2, "millionSourceCalls": 1.5}, "expect": {"cost": "< 1"},
		"workload": {"arrivals": {"pattern": "constant", "rate": 1000}, "mix": {"edit": 1}, "operations": 2000`
	for _, c := range []struct{ workload, errors, out string }{
		{`, "size": {"p50": 1000000}}}`, `measured is 6.544/h`, `1.141/h`},
		{`}}`, `measured is -`, "what the cache costs is not known, since it has held keys whose sizes the workload does not say."},
	} {
		if got := cacheplay(priced+c.workload, "load", "-"); got.code != exitUnmet || !strings.Contains(got.errors, `expect.cost is "< 1", but `+c.errors) || !strings.Contains(got.out, c.out) {
			t.Errorf("%s: %+v", c.workload, got)
		}
	}
	for v, want := range map[float64]string{0: "0", 0.0000123456: "0.00001235", 0.5: "0.5", 12.3456: "12.35", 123456.7: "123457"} {
		if got := decimals(v); got != want {
			t.Errorf("%v is written %s", v, got)
		}
	}
}

// A recorded workload is read for each variant anew; what only fills the cache is left
// to the variants.
func TestLoadUnderARecording(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trace.csv")
	text := "time,op,key,client\n0,get,a,1\n1,set,a,1\n2,get,a,1\n3,edit,a,2\n4,get,b,1\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	got := cacheplay(underLoad, "load", "-workload", file, "-fills", "client", "-")
	if !strings.HasPrefix(got.out, "4 operations, over ") {
		t.Errorf("%+v", got)
	}
}

// Copies live as long as a recording says, unless the scenario sets a time.
func TestLoadWithRecordedTimesToLive(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trace.csv")
	text := "time,op,key,client,ttl\n0,get,a,1,\n1,set,a,1,3\n2,get,a,1,\n4,get,a,1,\n5,get,a,1,\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	const story = `{"version": 1, "name": "Recorded", "compare": [{"name": "Recorded"}, {"name": "Long", "cache": {"ttl": "1m"}}], "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`
	got := cacheplay(story, "load", "-workload", file, "-fills", "client", "-")
	if !strings.Contains(got.out, ".\nRecorded: copies live as long as the recording says.\n\n") || !regexp.MustCompile(`hit +50 % +75 %`).MatchString(got.out) {
		t.Errorf("%+v", got)
	}
}

// A plotter reads lines of four columns: value, percentile, how many, and 1/(1-percentile).
func TestLoadAsDistribution(t *testing.T) {
	got := cacheplay(underLoad, "load", "-format", "write.hgrm", "-only", "Behind", "-")
	lines := strings.Split(got.out, "\n")
	if !strings.Contains(lines[0], "Value     Percentile TotalCount 1/(1-Percentile)") || len(strings.Fields(lines[2])) != 4 || !strings.Contains(got.out, "#[Mean    =        0.400") {
		t.Errorf("%+v", got)
	}
}

func TestWhatLoadRefuses(t *testing.T) {
	const without = `{"version": 1, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`
	for _, c := range []struct {
		stdin string
		args  []string
		want  string
	}{
		{without, []string{"-"}, `the scenario has no "workload": give it one, or choose one with -workload`},
		{without, []string{"-workload", "ycsb-e", "-"}, `-workload: it is none of "ycsb-a", `},
		{without, []string{"-workload", "-", "-"}, `-workload: "-" is not allowed: `},
		{without, []string{"-workload", "ycsb-a", "-format", "svg", "-"}, `-format: "svg" is not one of "text", "json", "read.hgrm", "write.hgrm"`},
		{underLoad, []string{"-format", "read.hgrm", "-"}, "-format: read.hgrm has one run: choose it with -only"},
		{without, []string{"-workload", "testdata/help.txt", "-reader", "lirs", "-"}, "the recording cannot be read: "},
	} {
		if got := cacheplay(c.stdin, append([]string{"load"}, c.args...)...); got.code != exitBad || got.out != "" || !strings.Contains(got.errors, c.want) {
			t.Errorf("%q: %+v", c.args, got)
		}
	}
}
