package recorded

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

var _ workload.Source = (*Reader)(nil)

// said is what a line says, as the independent readings in these tests have it.
type said struct {
	time        int64 // in nanoseconds
	key, client string
	size        uint32
	ttl         int64
	kind        engine.OpKind
	hit         string // "hit", "miss" or ""
	fill        bool
}

// rules are those by which operations follow from what was said.
type rules struct {
	seconds bool // times are whole seconds
	fills   FillRule
}

// straightforward returns the operations that follow, in the plainest way.
func straightforward(lines []said, with rules) []workload.Operation {
	var ops []workload.Operation
	keys, clients := map[string]uint32{}, map[string]uint32{}
	number := func(names map[string]uint32, name string) uint32 {
		if _, ok := names[name]; !ok {
			names[name] = uint32(len(names))
		}
		return names[name]
	}
	for i, s := range lines {
		op := workload.Operation{At: s.time - lines[0].time, TTL: s.ttl, Size: s.size, Kind: s.kind, Fill: s.fill, Key: number(keys, s.key)}
		if s.client != "" {
			op.Client = number(clients, s.client)
		}
		if i > 0 {
			op.At = max(op.At, ops[i-1].At)
		}
		op.Record = map[string]workload.Outcome{"": workload.NotSaid, "hit": workload.RecordedHit, "miss": workload.RecordedMiss}[s.hit]
		if s.kind == engine.Edit || s.kind == engine.Create {
			for j := i - 1; j >= 0; j-- {
				if lines[j].key == s.key {
					missed := lines[j].kind == engine.Get && lines[j].hit != "hit"
					op.Fill = op.Fill || missed && (with.fills == FillsByKey || lines[j].client == s.client)
					break
				}
			}
		}
		if with.fills == NoFills {
			op.Fill = false
		}
		ops = append(ops, op)
	}
	if with.seconds {
		for from := 0; from < len(ops); {
			at, n := ops[from].At, int64(0)
			for _, op := range ops[from:] {
				if op.At == at {
					n++
				}
			}
			for i := range n {
				ops[from].At += i * 1e9 / n
				from++
			}
		}
	}
	return ops
}

// readAll reads a recording that is pushed in chunks.
func readAll(t testing.TB, text []byte, chunk int, options Options) ([]workload.Operation, *Reader) {
	t.Helper()
	r, err := NewReader(options)
	if err != nil {
		t.Fatal(err)
	}
	var ops []workload.Operation
	var op workload.Operation
	for part := range slices.Chunk(text, chunk) {
		r.Write(part)
		for r.Next(&op) {
			ops = append(ops, op)
		}
	}
	r.Close()
	for r.Next(&op) {
		ops = append(ops, op)
	}
	return ops, r
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// expectOperations reads a sample in chunks of several sizes.
func expectOperations(t *testing.T, file, format string, want []workload.Operation, options Options) Report {
	t.Helper()
	return expectRead(t, file, format, testFile(t, file), want, options)
}

func expectRead(t *testing.T, file, format string, text []byte, want []workload.Operation, options Options) Report {
	t.Helper()
	if options.BadPerMille == 0 {
		options.BadPerMille = 500
	}
	var report Report
	for _, chunk := range []int{len(text), 1, 7, 100} {
		got, r := readAll(t, text, chunk, options)
		if r.Err() != nil {
			t.Fatalf("%s: %v", file, r.Err())
		}
		report = r.Report()
		if report.Format != format {
			t.Errorf("%s: taken for %q, not %q", file, report.Format, format)
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d operations, want %d", file, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s: operation %d is\n%+v, want\n%+v", file, i, got[i], want[i])
			}
		}
	}
	return report
}

// expectBad checks which lines were named as bad.
func expectBad(t *testing.T, file string, report Report, want map[int64]string) {
	t.Helper()
	got := map[int64]string{}
	for _, bad := range report.Examples {
		got[bad.Number] = bad.Reason
	}
	if len(got) != len(want) || report.Bad != int64(len(want)) {
		t.Errorf("%s: %d bad lines: %v, want %v", file, report.Bad, got, want)
	}
	for number, reason := range want {
		if got[number] != reason {
			t.Errorf("%s: line %d: %q, want %q", file, number, got[number], reason)
		}
	}
}

// fuzzFormat checks what holds for any bytes read as a format: the same operations
// whatever the chunks, in order, with keys and clients that were counted.
func fuzzFormat(f *testing.F, options Options, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	options.BadPerMille = 1000
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		whole, r := readAll(t, text, max(1, len(text)), options)
		pieces, _ := readAll(t, text, 5, options)
		if !slices.Equal(whole, pieces) {
			t.Fatalf("%v in one piece, %v in several", whole, pieces)
		}
		if !bytes.Equal(before, text) {
			t.Fatal("the text was altered")
		}
		report := r.Report()
		last := int64(0)
		for _, op := range whole {
			if op.At < last || int(op.Key) >= report.Keys || op.Client > 0 && int(op.Client) >= report.Clients || op.TTL < 0 || op.Kind >= engine.OpKinds {
				t.Fatalf("%+v", op)
			}
			last = op.At
		}
		if report.Operations != int64(len(whole)) || report.Bad+report.Other > report.Lines {
			t.Fatalf("%+v", report)
		}
	})
}
