package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// endless is a stream of spaces that counts how many were read.
type endless struct{ read int }

func (e *endless) Read(to []byte) (int, error) {
	for i := range to {
		to[i] = ' '
	}
	e.read += len(to)
	return len(to), nil
}

// No more is read than a scenario can have.
func TestWhatIsTooLongIsRefusedAtOnce(t *testing.T) {
	long := filepath.Join(t.TempDir(), "long.json")
	if err := os.WriteFile(long, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(long, 1<<40); err != nil {
		t.Skip(err) // this file system has no files with holes
	}
	for file, want := range map[string]string{
		long:        long + ": found 1099511627776 bytes where a text of at most 1048576 bytes is allowed\n",
		"/dev/zero": "/dev/zero: found more than 1048576 bytes where a text of at most 1048576 bytes is allowed\n",
		"-":         "standard input: found more than 1048576 bytes where a text of at most 1048576 bytes is allowed\n",
	} {
		for _, command := range []string{"run", "explore"} {
			var out, errors bytes.Buffer
			stdin := &endless{}
			code := run([]string{command, file}, stdin, &out, &errors)
			if code != exitBad || errors.String() != want || out.Len() > 0 {
				t.Errorf("%s %s: exit code %d, %s", command, file, code, &errors)
			}
			if stdin.read > jsontree.MaxBytes+1 {
				t.Errorf("%s %s: %d bytes were read", command, file, stdin.read)
			}
		}
	}
}

func TestAFileAsLongAsAScenarioCanBeIsTaken(t *testing.T) {
	full := single + strings.Repeat(" ", jsontree.MaxBytes-len(single))
	if got, want := cacheplay(full, "run", "-"), cacheplay(single, "run", "-"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Some editors write a byte order mark at the start of a file.
func TestAByteOrderMarkIsSkipped(t *testing.T) {
	if got, want := cacheplay("\uFEFF"+single, "run", "-"), cacheplay(single, "run", "-"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := cacheplay("\uFEFF\uFEFF"+single, "run", "-"); got.code != exitBad || !strings.Contains(got.errors, "byte order mark") {
		t.Errorf("two of them: %+v", got)
	}
}

// A terminal shows how far an exploration has come, in one line that is gone afterwards.
func TestATerminalShowsProgress(t *testing.T) {
	var out, errors, watched bytes.Buffer
	p := &program{stdin: strings.NewReader(preset(t, "crash-before-sync")), stdout: &out, stderr: &errors, progress: progress{to: &watched}}
	code := p.explore([]string{"-only", "Write Behind", "-"})
	plain := cacheplay(preset(t, "crash-before-sync"), "explore", "-only", "Write Behind", "-")
	if got := (result{code, out.String(), errors.String()}); got != plain {
		t.Errorf("got %+v, want %+v", got, plain)
	}
	lines := strings.Split(watched.String(), "\r")
	if len(lines) < 4 || !strings.HasPrefix(lines[1], "Write Behind: ") || !strings.Contains(lines[1], " states, 0 s") {
		t.Fatalf("%q", lines)
	}
	last := lines[len(lines)-3:]
	if shown := strings.TrimRight(last[0], " "); last[1] != strings.Repeat(" ", len(shown)) || last[2] != "" {
		t.Errorf("the line is left: %q", last)
	}
	if strings.Contains(watched.String(), "\n") {
		t.Errorf("more than one line: %q", &watched)
	}
}

func TestProgressSaysWhatTakesTime(t *testing.T) {
	story, errs := scenario.Parse([]byte(preset(t, "crash-before-sync")))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	behind := &view.Explore(story).Variants[0]
	if got, want := extentSoFar(behind, 0), "Write Behind: 1 state, 0 s"; got != want {
		t.Errorf("at first %q, want %q", got, want)
	}
	for behind.Survey.Advance(chunk) {
	}
	line := regexp.MustCompile(`^Write Behind: \d+ states, 61 s, shortening counterexamples: (\d+) of (\d+)$`)
	if got := line.FindStringSubmatch(extentSoFar(behind, 61*time.Second)); got == nil || got[1] != got[2] {
		t.Errorf("at last %q", extentSoFar(behind, 61*time.Second))
	}
}

func TestAStreamThatIsNoTerminalShowsNoProgress(t *testing.T) {
	_, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if terminal(w) != nil || terminal(&bytes.Buffer{}) != nil {
		t.Error("it is taken for a terminal")
	}
}

func TestProgressFitsInALine(t *testing.T) {
	var watched bytes.Buffer
	p := progress{to: &watched}
	p.show(strings.Repeat("é", 200))
	p.show("too soon")
	if want := "\r" + strings.Repeat("é", progressWidth); watched.String() != want {
		t.Errorf("%q", &watched)
	}
}

// asProgram tells the test's own binary to be the program.
const asProgram = "CACHEPLAY_IS_THE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// Whoever reads the output may stop, as "head -1" does. What was found is still the
// exit code.
func TestAReaderThatStopsIsNoError(t *testing.T) {
	expecting := func(verdict string) string {
		return strings.Replace(single, `"name"`, `"expect": {"durable": "`+verdict+`"}, "name"`, 1)
	}
	for _, c := range []struct {
		stdin string
		code  int
		says  string
	}{
		{expecting("holds"), exitOK, ""},
		{expecting("violated"), exitUnmet, "Alone: expect.durable is \"violated\", but found is \"holds\"\n"},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		var errors bytes.Buffer
		command := exec.Command(os.Args[0], "explore", "-")
		command.Env = append(os.Environ(), asProgram+"=1")
		command.Stdin, command.Stdout, command.Stderr = strings.NewReader(c.stdin), w, &errors
		command.Run() // its error is the exit code
		w.Close()
		if code := command.ProcessState.ExitCode(); code != c.code || errors.String() != c.says {
			t.Errorf("exit code %d, %q; want %d, %q", code, &errors, c.code, c.says)
		}
	}
}
