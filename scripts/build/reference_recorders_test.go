package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// Each recorder is run, where its language is installed, and its file read.
func TestTheRecordersOfTheReferenceRecord(t *testing.T) {
	programs := map[string]struct {
		file, before, after string
		command             []string
	}{
		"Go": {"main.go", "package main\nimport (\"fmt\"; \"net/url\"; \"os\"; \"sync\"; \"time\")\n",
			"func main() { record(\"get\", \"a,b\", 0, 0, \"0\"); record(\"set\", \"a,b\", 7, 90*time.Second, \"\"); record(\"get\", \"a,b\", 7, 0, \"1\") }\n", []string{"go", "run", "main.go"}},
		"Node.js": {"main.mjs", "", "record('get', 'a,b', '', '', 0); record('set', 'a,b', 7, 90); record('get', 'a,b', 7, '', 1);\n", []string{"node", "main.mjs"}},
		"Python":  {"main.py", "", "record('get', 'a,b', hit=0); record('set', 'a,b', 7, 90); record('get', 'a,b', 7, hit=1)\n", []string{"python3", "main.py"}},
	}
	for _, r := range recorders {
		p, folder := programs[r.language], t.TempDir()
		if _, err := exec.LookPath(p.command[0]); err != nil {
			t.Log(err)
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, p.file), []byte(p.before+r.text+p.after), 0o644); err != nil {
			t.Fatal(err)
		}
		command := exec.Command(p.command[0], p.command[1:]...)
		command.Dir = folder
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", r.language, err, out)
		}
		text, err := os.ReadFile(filepath.Join(folder, "cache.csv"))
		if err != nil {
			t.Fatal(err)
		}
		checkRecording(t, r.language, text)
		if lines := strings.Count(r.text, "\n"); lines > 11 {
			t.Errorf("%s: %d lines", r.language, lines)
		}
	}
}

// checkRecording expects a miss, its fill and a hit, one after the other.
func checkRecording(t *testing.T, language string, text []byte) {
	t.Helper()
	reader, err := recorded.NewReader(recorded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	reader.Write(text)
	reader.Close()
	var ops []workload.Operation
	for op := (workload.Operation{}); reader.Next(&op); {
		ops = append(ops, op)
	}
	report := reader.Report()
	if reader.Err() != nil || len(ops) != 3 || report.Misses != 1 || report.Fills != 1 || report.Hits != 1 || report.Keys != 1 ||
		ops[1].TTL != 90e9 || ops[1].Size != 7 || report.Spread || report.TimeUnit != "" || report.Last > 60e9 {
		t.Errorf("%s: %v, %+v\n%s", language, reader.Err(), report, text)
	}
}
