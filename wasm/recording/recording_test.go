package recording

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// samples are recordings of each format.
const samples = "../workload/recorded/testdata"

// lenient reads recordings of which many lines are bad.
var lenient = recorded.Options{BadPerMille: 1000}

// written returns a recording that is written in chunks, and read in slices.
func written(t testing.TB, text []byte, chunk, slice int) *Recording {
	t.Helper()
	r, err := Open(lenient, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(text, chunk) {
		r.Write(part)
		for r.Advance(slice) {
		}
	}
	r.Close()
	for r.Advance(slice) {
	}
	return r
}

// operationsOf returns those of a source.
func operationsOf(source workload.Source) (all []workload.Operation) {
	var op workload.Operation
	for source.Next(&op) {
		all = append(all, op)
	}
	return all
}

// straightforward returns the operations of a recording, and its description, without
// slices.
func straightforward(t testing.TB, text []byte) (all []workload.Operation, described string) {
	t.Helper()
	reader, err := recorded.NewReader(lenient)
	if err != nil {
		t.Fatal(err)
	}
	var d Description
	var op workload.Operation
	take := func() {
		for reader.Next(&op) {
			d.Add(&op)
			op.Client, op.Record = 0, workload.NotSaid
			all = append(all, op)
		}
	}
	reader.Write(text)
	take()
	reader.Close()
	take()
	for d.Finish(1 << 20) {
	}
	report := reader.Report()
	return all, string(d.JSON(&report).AppendCanonical(nil))
}

func TestARecordingIsKeptAndDescribedAlikeInChunksAndSlicesOfAnySize(t *testing.T) {
	files, err := os.ReadDir(samples)
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(samples, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		want, described := straightforward(t, text)
		for _, size := range []struct{ chunk, slice int }{{1 << 20, 1 << 20}, {1, 1}, {7, 3}, {100, 1}, {1000, 1000}} {
			r := written(t, text, size.chunk, size.slice)
			if r.Err() != nil || !r.Complete() {
				t.Fatalf("%s: %v", file.Name(), r.Err())
			}
			if got := operationsOf(r.Operations()); !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%s in chunks of %d: %v, not %v", file.Name(), size.chunk, got, want)
			}
			if got := string(r.Described().AppendCanonical(nil)); got != described {
				t.Errorf("%s in chunks of %d: %s, not %s", file.Name(), size.chunk, got, described)
			}
		}
	}
}

// Whatever operations are, they are the same when they are taken from what is kept.
func TestWhatIsKeptIsWhatWasThere(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var kept Kept
	var want []workload.Operation
	at := int64(0)
	for range 50_000 {
		switch r.IntN(3) {
		case 0:
			at += 1e6
		case 1:
			at += r.Int64N(1 << r.IntN(40))
		}
		op := workload.Operation{At: at, Key: uint32(r.IntN(1 << r.IntN(16))), Kind: engine.OpKind(r.IntN(int(engine.OpKinds))), Fill: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			op.Size = r.Uint32() >> r.IntN(32)
		}
		if r.IntN(4) == 0 {
			op.TTL = r.Int64() >> r.IntN(63)
		}
		kept.Add(&op)
		want = append(want, op)
	}
	for range 2 { // it can be read again
		if got := operationsOf(kept.Operations()); !slices.Equal(got, want) {
			t.Fatalf("%d operations, not the %d that were kept", len(got), len(want))
		}
	}
}

// A read every millisecond of a few thousand keys, each of its own size.
func TestAnOperationTakesFewBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		what  string
		gap   func() int64
		least float64
		most  float64
	}{
		{"at a steady rate", func() int64 { return 1e6 }, 2.8, 3.2},
		{"at times in microseconds", func() int64 { return r.Int64N(2000) * 1000 }, 5, 7},
		{"at times in nanoseconds", func() int64 { return r.Int64N(2e6) }, 5, 7},
	} {
		var kept Kept
		at := int64(0)
		for range 300_000 {
			at += c.gap()
			key := uint32(128 + r.IntN(5000))
			kept.Add(&workload.Operation{At: at, Key: key, Size: 100 + key, Kind: engine.Get})
		}
		if each := float64(kept.Bytes()) / float64(kept.N); each < c.least || each > c.most {
			t.Errorf("%s: %.1f bytes", c.what, each)
		}
	}
}

// One line can stand for a million operations, and takes as many slices.
func TestWhatTakesTooMuchMemoryIsRefused(t *testing.T) {
	r, err := Open(recorded.Options{}, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	r.most = 1 << 20
	r.Write([]byte("op_time,key,key_size,op,op_count,size,cache_hits,ttl,usecase,sub_usecase\n1,k,1,GET,1000000,1,0,0,1,1\n"))
	r.Advance(1)
	r.Close()
	slices := 0
	for r.Advance(1000) {
		slices++
	}
	if err := r.Err(); err == nil || slices < 100 || slices > 2000 ||
		!strings.HasPrefix(err.Error(), "the recording takes more than the 1 MiB of memory that are allowed: ") {
		t.Errorf("%v after %d slices", err, slices)
	}
}

// However much is asked for, no slice is long.
func TestNoSliceIsLong(t *testing.T) {
	text := []byte("op_time,key,key_size,op,op_count,size,cache_hits,ttl,usecase,sub_usecase\n1,k,1,GET,1000000,1,0,0,1,1\n")
	r, err := Open(recorded.Options{}, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	r.Write(text)
	r.Close()
	slices := 0
	for r.Advance(1 << 40) {
		slices++
	}
	if slices < 30 || r.Err() != nil || !r.Complete() {
		t.Errorf("%d slices, %v", slices, r.Err())
	}
}

func TestAReadingThatIsStoppedKeepsWhatWasRead(t *testing.T) {
	r, err := Open(recorded.Options{}, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	r.Write([]byte("key,op\n" + strings.Repeat("a,get\nb,set\n", 20_000)))
	r.Advance(1001)
	r.Stop()
	if n := len(operationsOf(r.Operations())); n != 1001 || r.Complete() || r.Advance(1) || r.Err() != nil {
		t.Errorf("%d operations, %v", n, r.Err())
	}
	if text := string(r.Described().AppendCanonical(nil)); !strings.Contains(text, `"operations":1001,`) || !strings.Contains(text, `"keys":2,`) {
		t.Error(text)
	}
	if r.Write(nil) == nil {
		t.Error("it takes more")
	}
}

// What was stopped can be read again as far, in slices of other sizes.
func TestARecordingEndsAfterSoManyOperations(t *testing.T) {
	text := []byte("key,op\n" + strings.Repeat("a,get\nb,set\n", 20_000))
	for _, slice := range []int{1, 7, 1 << 20} {
		r, err := Open(recorded.Options{}, 1001)
		if err != nil {
			t.Fatal(err)
		}
		r.Write(text)
		for r.Advance(slice) {
		}
		r.Stop()
		if n := len(operationsOf(r.Operations())); n != 1001 || r.Complete() || !r.Stopped() || r.Err() != nil {
			t.Errorf("slices of %d: %d operations, %v", slice, n, r.Err())
		}
		if text := string(r.Described().AppendCanonical(nil)); !strings.Contains(text, `"hottestShare":0.500`) {
			t.Error(text)
		}
	}
}

func TestWhatCannotBeWrittenIsSaid(t *testing.T) {
	r, err := Open(recorded.Options{}, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	expect := func(chunk []byte, want string) {
		t.Helper()
		if err := r.Write(chunk); err == nil || err.Error() != want {
			t.Errorf("%v, not %s", err, want)
		}
	}
	expect(make([]byte, MaxChunk+1), "bytes: 1048577 were found where at most 1048576 are allowed")
	r.Write([]byte("key\n" + strings.Repeat("a\n", 40_000)))
	expect([]byte("b\n"), "bytes: some were found where none are allowed yet: those before are not read to their end")
	for r.Advance(1000) {
	}
	r.Close()
	expect([]byte("b\n"), "bytes: some were found where none are allowed: the recording has ended")
}

// No input makes a difference between chunks, or takes for ever.
func FuzzRecording(f *testing.F) {
	for _, text := range []string{"", "a\nb\n", "key,op\na,get\nb,set\n", "\x1f\x8b\x08", "1 2 3 4\n5 6 7 8\n",
		"op_time,key,key_size,op,op_count,size,cache_hits,ttl,usecase,sub_usecase\n1,k,1,GET,40,1,0,0,1,1\n"} {
		f.Add([]byte(text), uint8(1), uint8(1))
		f.Add([]byte(text), uint8(5), uint8(200))
	}
	f.Fuzz(func(t *testing.T, text []byte, chunk, slice uint8) {
		read := func(chunk, slice int) string {
			r, err := Open(lenient, math.MaxInt64)
			if err != nil {
				t.Fatal(err)
			}
			r.most = 1 << 20
			for part := range slices.Chunk(text, chunk) {
				r.Write(part)
				for r.Advance(slice) {
				}
			}
			r.Close()
			for r.Advance(slice) {
			}
			if r.Err() != nil {
				return r.Err().Error()
			}
			return string(r.Described().AppendCanonical(nil))
		}
		whole := read(MaxChunk, 1<<20)
		if pieces := read(int(chunk)+1, int(slice)+1); pieces != whole {
			t.Errorf("%s in pieces, %s as a whole", pieces, whole)
		}
	})
}
