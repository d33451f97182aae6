package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// someRows returns the undecided rows of a pair of strategies.
func someRows(read, write string) []explore.Row {
	return slices.DeleteFunc(explore.Table(), func(r explore.Row) bool { return r.Read != read || r.Write != write })
}

func TestTheTableSaysWhatTheRowsSay(t *testing.T) {
	rows := someRows("cache-inline", "write-behind")
	content, err := truthOf(rows)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := truthOf(someRows("cache-inline", "write-behind")); err != nil || !bytes.Equal(again, content) {
		t.Errorf("computed again, it differs: %v", err)
	}
	var table truth
	if err := json.Unmarshal(content, &table); err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) != len(rows) || len(table.Faults) != len(rows) || table.Version != 1 {
		t.Fatalf("version %d with %d rows and %d faults, want %d of each", table.Version, len(table.Rows), len(table.Faults), len(rows))
	}
	for i, row := range table.Rows {
		of := &rows[i]
		if row.Fault != of.Fault || row.States != of.States || row.States == 0 {
			t.Errorf("the row with %q and %d states, want %q and %d", row.Fault, row.States, of.Fault, of.States)
		}
		for p, cell := range row.Cells {
			checkCell(t, table.Properties[p].ID+" with "+strconv.Quote(of.Fault), &cell, &of.Cells[p])
		}
	}
}

// checkCell checks a cell, and that its counterexample is a scenario.
func checkCell(t *testing.T, name string, got *truthCell, want *explore.Cell) {
	t.Helper()
	example := got.Example
	if got.Verdict != want.Verdict.String() || (example == nil) != (got.Verdict != "violated") {
		t.Errorf("%s: %s, with an example: %v; want %v", name, got.Verdict, example != nil, want.Verdict)
		return
	}
	if example == nil {
		return
	}
	if s, errs := scenario.Parse(example.Scenario); errs != nil || len(s.Variants[0].Order) != example.Steps {
		t.Errorf("%s: %s: %v", name, example.Scenario, errs)
	}
	if example.Steps != len(want.Example.Order) || example.Words == "" || example.Operations == 0 {
		t.Errorf("%s: %+v", name, example)
	}
}

func TestTheTableIsInTheSiteInOneFileAndOffline(t *testing.T) {
	s := builtSite(t)
	content := s.files[truthFile]
	var table truth
	if err := json.Unmarshal(content, &table); err != nil {
		t.Fatal(err)
	}
	pairs := len(strategy.Named(strategy.Read)) * len(strategy.Named(strategy.Write))
	if want := pairs * len(table.Faults); len(table.Rows) != want || len(table.Faults) < 2 {
		t.Errorf("%d rows with %d faults, want %d", len(table.Rows), len(table.Faults), want)
	}
	if !strings.Contains(string(s.files[oneFile]), `<script type="application/json" id="inside-truth">`+string(content)+"</script>") {
		t.Errorf("it is not in %s", oneFile)
	}
	if !s.keptOffline(truthFile) {
		t.Error("it is not kept offline")
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if packed.Len() > 100_000 {
		t.Errorf("compressed, it has %d bytes", packed.Len())
	}
}

func TestWhatWasComputedIsKeptAsLongAsItsSources(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, file, text string
		computed         bool
	}{
		{"the first time", "a/x.go", "1", true},
		{"nothing has changed", "a/x.go", "1", false},
		{"a source has changed", "a/x.go", "2", true},
		{"and again", "a/x.go", "1", true},
		{"a source is new", "a/b/y.go", "1", true},
		{"a test is new", "a/b/y_test.go", "1", false},
		{"another kind of file is new", "a/b/y.md", "1", false},
		{"a file that is a source itself", "single.txt", "2", true},
		{"the kept file is broken", ".cache/table", "x", true},
	} {
		if c.name == "the first time" {
			write("single.txt", "1")
		}
		write(c.file, c.text)
		computed := false
		content, err := kept(root, "table", []string{"a", "single.txt"}, func() ([]byte, error) {
			computed = true
			return []byte("computed"), nil
		})
		if err != nil || string(content) != "computed" || computed != c.computed {
			t.Errorf("%s: %q, %v, computed: %v", c.name, content, err, computed)
		}
	}
	if _, err := kept(root, "other", []string{"a"}, func() ([]byte, error) { return nil, errors.New("no") }); err == nil || err.Error() != "no" {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, ".cache", "other")); !os.IsNotExist(err) {
		t.Errorf("a failure is kept: %v", err)
	}
}
