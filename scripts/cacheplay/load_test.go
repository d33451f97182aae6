package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// underLoad is a scenario in which two ways to write are put under a workload.
const underLoad = `{
  "version": 1, "name": "Two ways to write", "write": "write-through", "network": {"latency": "200us"},
  "source": {"readLatency": "1ms", "writeLatency": {"dist": "exponential", "mean": "2ms"}, "concurrency": 10},
  "cache": {"capacity": 100},
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
