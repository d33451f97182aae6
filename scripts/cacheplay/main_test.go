package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

var update = flag.Bool("update", false, "write the golden files anew")

// result is the exit code and the output of the program.
type result struct {
	code        int
	out, errors string
}

func cacheplay(stdin string, args ...string) result {
	var out, errors bytes.Buffer
	code := run(args, strings.NewReader(stdin), &out, &errors)
	return result{code, out.String(), errors.String()}
}

func preset(t *testing.T, id string) string {
	t.Helper()
	text, ok := scenario.Preset(id)
	if !ok {
		t.Fatalf("no preset %q", id)
	}
	return string(text)
}

const single = `{"version": 1, "name": "Alone", "write": "write-around", "source": {"writeLatency": "2s"},
	"clients": [{"ops": [{"op": "create", "key": "k", "value": {"n": 1}}]}]}`

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestTheOutputIsThatOfTheGoldenFiles(t *testing.T) {
	article := preset(t, "article")
	for _, c := range []struct {
		golden, stdin string
		args          []string
	}{
		{"article.txt", article, []string{"run", "-"}},
		{"article.txt", article, []string{"run", "-format", "console", "-"}},
		{"article.txt", article, []string{"run", "-", "--format=console"}},
		{"write-behind.txt", article, []string{"run", "-only", "Write Behind", "-"}},
		{"write-behind.txt", article, []string{"run", "-", "-only", "2"}},
		{"single.txt", single, []string{"run", "-"}},
		{"help.txt", "", []string{"help"}},
		{"help.txt", "", []string{"run", "-h"}},
		{"presets.txt", "", []string{"presets"}},
		{"crash-explored.txt", preset(t, "crash-before-sync"), []string{"explore", "-"}},
		{"table.txt", "", []string{"table"}},
	} {
		got := cacheplay(c.stdin, c.args...)
		if got.code != 0 || got.errors != "" {
			t.Errorf("%q: exit code %d, %s", c.args, got.code, got.errors)
		}
		golden(t, c.golden, got.out)
	}
}

func TestAFileIsReadAsStandardInputIs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "scenario.json")
	if err := os.WriteFile(file, []byte(single), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := cacheplay("", "run", file), cacheplay(single, "run", "-"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestJSONHasAllRuns(t *testing.T) {
	for stdin, want := range map[string]int{preset(t, "article"): 3, single: 1} {
		var document struct {
			Version int
			Runs    []struct{ Name string }
		}
		if err := json.Unmarshal([]byte(cacheplay(stdin, "run", "-format", "json", "-").out), &document); err != nil {
			t.Fatal(err)
		}
		if document.Version != 1 || len(document.Runs) != want {
			t.Errorf("version %d with %d runs, want 1 with %d", document.Version, len(document.Runs), want)
		}
	}
}

func TestDiagramsInTextFollowEachOther(t *testing.T) {
	for format, begin := range map[string]string{"mermaid": "sequenceDiagram\n", "plantuml": "@startuml\n"} {
		all := cacheplay(preset(t, "article"), "run", "-format", format, "-").out
		if !strings.HasPrefix(all, begin) || strings.Count(all, begin) != 3 {
			t.Errorf("%s: %d diagrams, want 3", format, strings.Count(all, begin))
		}
		second := cacheplay(preset(t, "article"), "run", "-format", format, "-", "-only", "2").out
		if !strings.HasPrefix(second, begin) || strings.Count(second, begin) != 1 || !strings.Contains(all, second) {
			t.Errorf("%s: -only 2 gives\n%s", format, second)
		}
	}
}

func TestSVGIsOnePicture(t *testing.T) {
	out := cacheplay(preset(t, "article"), "run", "-format", "svg", "-").out
	if !strings.HasPrefix(out, "<svg ") || !strings.HasSuffix(out, "</svg>\n") {
		t.Errorf("not an SVG document: %.60q", out)
	}
	for _, name := range []string{"Write Through", "Write Behind", "Write Around"} {
		if !strings.Contains(out, name) {
			t.Errorf("the run %q is not in it", name)
		}
	}
}

func TestAPictureOfOneVariantDescribesThatOne(t *testing.T) {
	const story = `{"version": 1, "clients": [{"ops": [{"op": "edit", "key": "k", "value": 1}]}], "source": {"writeLatency": "2s"},
		"compare": [{"name": "A", "write": "write-through"}, {"name": "B", "write": "write-behind"}], "text": "The write takes {write.wait}."}`
	for only, want := range map[string]string{"1": "<desc>The write takes 2 s.</desc>", "2": "<desc>The write takes at once.</desc>"} {
		if got := cacheplay(story, "run", "-format", "svg", "-only", only, "-").out; !strings.Contains(got, want) {
			t.Errorf("-only %s: no %s in %s", only, want, got[:400])
		}
	}
}

func TestEveryPresetIsPrintedAsItIsAndRuns(t *testing.T) {
	for _, p := range scenario.Presets() {
		printed := cacheplay("", "preset", p.ID)
		if want := preset(t, p.ID); printed != (result{0, want, ""}) {
			t.Errorf("preset %s: %+v", p.ID, printed)
		}
		if ran := cacheplay(printed.out, "run", "-"); ran.code != 0 || ran.out == "" {
			t.Errorf("%s does not run: %+v", p.ID, ran)
		}
	}
}

func TestBadInputEndsWithTwoAndALineForEachError(t *testing.T) {
	for _, c := range []struct {
		stdin string
		args  []string
		want  []string // the beginnings of the lines, or a part of them
	}{
		{"", nil, []string{"no command"}},
		{"", []string{"walk"}, []string{`"walk" is not a command: "run", "explore"`}},
		{"", []string{"explore"}, []string{"explore takes one FILE"}},
		{single, []string{"explore", "-format", "svg", "-"}, []string{`-format: "svg" is not one of "text", "json"`}},
		{"{", []string{"explore", "-"}, []string{""}},
		{crowd(), []string{"explore", "-"}, []string{"17 operations are too many to explore"}},
		{"", []string{"table", "x"}, []string{`table takes no arguments`}},
		{"", []string{"run"}, []string{"run takes one FILE"}},
		{"", []string{"run", "a", "b"}, []string{"run takes one FILE"}},
		{"", []string{"run", "-format", "png", "-"}, []string{`-format: "png" is not one of "console", "json"`}},
		{"", []string{"run", "-colour", "-"}, []string{"-colour"}},
		{"", []string{"run", "/nowhere/x.json"}, []string{"/nowhere/x.json"}},
		{"", []string{"preset"}, []string{"preset takes one id, not 0"}},
		{"", []string{"preset", "x"}, []string{`"x" is not a preset: "article"`}},
		{"", []string{"presets", "x"}, []string{"presets takes no arguments"}},
		{single, []string{"run", "-", "-only", "2"}, []string{`-only: "2" is not a run of this scenario; allowed: 1 or "Alone"`}},
		{"{", []string{"run", "-"}, []string{""}},
		{strings.Replace(single, `"2s"`, `"5 parsecs"`, 1), []string{"run", "-"}, []string{`source.writeLatency: "5 parsecs" is not`}},
		{`{"version": 1, "write": "write-up", "name": 3, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`,
			[]string{"run", "-"}, []string{`name: `, `write: "write-up"`}},
	} {
		got := cacheplay(c.stdin, c.args...)
		lines := strings.Split(strings.TrimSuffix(got.errors, "\n"), "\n")
		if got.code != 2 || got.out != "" || len(lines) != len(c.want) {
			t.Errorf("%q: %+v, want exit code 2 and %d lines", c.args, got, len(c.want))
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(lines[i], want) {
				t.Errorf("%q: line %q, want %q", c.args, lines[i], want)
			}
		}
	}
}

func TestRunReportsThatExpectIsNotJudged(t *testing.T) {
	got := cacheplay(strings.Replace(single, `"name"`, `"expect": {"durable": "holds"}, "name"`, 1), "run", "-")
	if got.code != 0 || got.out == "" || !strings.Contains(got.errors, `"expect" was not judged`) {
		t.Errorf("%+v", got)
	}
}

// crowd returns a scenario of more operations than can be explored.
func crowd() string {
	ops := strings.Repeat(`{"op": "get", "key": "k"},`, 17)
	return `{"version": 1, "clients": [{"ops": [` + ops[:len(ops)-1] + `]}]}`
}

// The exit code tells whether the verdicts are those that the scenario expects.
func TestExpectationsAreJudged(t *testing.T) {
	behind := func(expect string) string {
		return `{"version": 1, "name": "Behind", "write": "write-behind", "explore": {"faults": {"crash": 1}}, "expect": {` + expect + `},
			"clients": [{"ops": [{"op": "create", "key": "k", "value": 1}]}]}`
	}
	for _, c := range []struct {
		expect string
		code   int
		says   string
	}{
		{`"durable": "violated", "converges": "holds"`, 0, ""},
		{`"durable": "holds", "converges": "holds"`, 1, "Behind: expect.durable is \"holds\", but found is \"violated\"\n"},
		{`"converges": "violated"`, 1, "Behind: expect.converges is \"violated\", but found is \"holds\"\n"},
	} {
		for _, format := range []string{"text", "json"} {
			got := cacheplay(behind(c.expect), "explore", "-format", format, "-")
			if got.code != c.code || got.errors != c.says || got.out == "" {
				t.Errorf("%s: %+v", c.expect, got)
			}
		}
	}
	// A verdict that is unknown, since the exploration was cut short, differs from what is expected.
	cut := strings.Replace(behind(`"at-most-once": "holds"`), `"explore": {`, `"explore": {"states": 2, `, 1)
	if got := cacheplay(cut, "explore", "-"); got.code != 1 || !strings.Contains(got.errors, `found is "unknown"`) || !strings.Contains(got.out, "not all of them seen") {
		t.Errorf("%+v", got)
	}
}

func TestOneStepIsSingular(t *testing.T) {
	const story = `{"version": 1, "write": "write-around", "cache": {"primer": ["k"]}, "source": {"records": {"k": 1}},
		"clients": [{"ops": [{"op": "edit", "key": "k", "value": 2}]}]}`
	if out := cacheplay(story, "explore", "-").out; !strings.Contains(out, "violated in 1 step\n") {
		t.Error(out)
	}
}

// Where fewer operations show a violation, the order that is printed is still one
// of the file: it has its numbers, and can be pasted into it.
func TestAnOrderIsOneOfTheFile(t *testing.T) {
	const story = `{"version": 1, "read": "cache-aside", "write": "write-around", "cache": {"primer": ["k"]}, "source": {"records": {"k": "old"}},
		"clients": [{"ops": [{"op": "get", "key": "other"}]}, {"ops": [{"op": "get", "key": "other"}, {"op": "get", "key": "k"}]},
			{"ops": [{"op": "edit", "key": "k", "value": "new"}]}]`
	const before = "with all operations: "
	orders := 0
	for _, line := range strings.Split(cacheplay(story+"}", "explore", "-").out, "\n") {
		_, order, found := strings.Cut(line, before)
		if !found {
			continue
		}
		orders++
		turns, err := json.Marshal(strings.Split(order, ", "))
		if err != nil {
			t.Fatal(err)
		}
		if got := cacheplay(story+`, "order": `+string(turns)+"}", "run", "-"); got.code != 0 {
			t.Errorf("%s: %s", order, got.errors)
		}
	}
	if orders != 2 {
		t.Errorf("%d orders, want 2", orders)
	}
}

func TestExploredAsJSON(t *testing.T) {
	var one struct {
		Complete bool
		States   int
		Seconds  float64
		Verdicts []struct {
			Property, Verdict, Words string
			Steps                    int
			Scenario                 json.RawMessage
			Trace                    struct{ Events []any }
		}
	}
	behind := cacheplay(preset(t, "crash-before-sync"), "explore", "-format", "json", "-only", "Write Behind", "-")
	if err := json.Unmarshal([]byte(behind.out), &one); err != nil {
		t.Fatal(err)
	}
	if !one.Complete || one.States == 0 || len(one.Verdicts) != 8 {
		t.Errorf("%+v", one)
	}
	for _, v := range one.Verdicts {
		if v.Property == "durable" && (v.Verdict != "violated" || v.Steps != 2 || len(v.Trace.Events) == 0 || v.Words == "") {
			t.Errorf("%+v", v)
		}
		if v.Scenario != nil {
			// The counterexample is a scenario that can be run.
			if ran := cacheplay(string(v.Scenario), "run", "-"); ran.code != 0 {
				t.Errorf("%s: %+v", v.Property, ran)
			}
		}
	}
	var both struct {
		Runs []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(cacheplay(preset(t, "crash-before-sync"), "explore", "-format", "json", "-").out), &both); err != nil || len(both.Runs) != 2 {
		t.Errorf("%v, %+v", err, both)
	}
}

func TestNoInputControlsTheTerminal(t *testing.T) {
	hostile := `\u001b[2J\u202e\n`
	text := `{"version": 1, "name": "` + hostile + `", "write": "` + hostile + `", "` + hostile + `": 1, "clients": []}`
	for _, stdin := range []string{text, "\x1b[2J", `{"version": "` + "\u202e" + `"}`} {
		got := cacheplay(stdin, "run", "-")
		if got.code != 2 || strings.ContainsAny(got.errors, "\x1b\u202e") {
			t.Errorf("%q: %+v", stdin, got)
		}
	}
}

// broken is a writer that fails.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestFailingToWriteIsAnError(t *testing.T) {
	var stderr bytes.Buffer
	if code := run([]string{"presets"}, strings.NewReader(""), broken{}, &stderr); code != 2 || !strings.Contains(stderr.String(), "disk full") {
		t.Errorf("exit code %d, %s", code, &stderr)
	}
}
