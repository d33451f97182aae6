package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// shop is a recording of ten minutes: two clients that look aside, and a deletion.
func shop() string {
	var out strings.Builder
	out.WriteString("time,op,key,size,ttl,client,hit\n")
	for i := range 600 {
		hit := 1
		if i%10 == 0 {
			hit = 0
		}
		fmt.Fprintf(&out, "%d.5,get,product:%d,,,app-%d,%d\n", i, i%7*i%100, i%2, hit)
		if hit == 0 {
			fmt.Fprintf(&out, "%d.6,set,product:%d,%d,60,app-%d,\n", i, i%7*i%100, 100+i, i%2)
		}
	}
	out.WriteString("600,delete,product:0,,,app-1,\nnever,get,x,,,,\n601.5,set,other,,,app-1,\n")
	return out.String()
}

func TestARecordedWorkloadIsDescribed(t *testing.T) {
	got := cacheplay(shop(), "workload", "-")
	if got.code != 0 || got.errors != "" {
		t.Fatalf("exit code %d, %s", got.code, got.errors)
	}
	golden(t, "workload.txt", got.out)
	asJSON := cacheplay(shop(), "workload", "-", "-format", "json")
	var all struct {
		Version, Operations, Keys, Bad int
		RecordedHitRatio               float64
		Kinds                          map[string]int
		Fills                          struct {
			Number int
			Rule   string
		}
	}
	if err := json.Unmarshal([]byte(asJSON.out), &all); err != nil {
		t.Fatal(err)
	}
	if all.Version != 1 || all.Operations != 662 || all.Bad != 1 || all.RecordedHitRatio != 0.9 || all.Kinds["delete"] != 1 || all.Fills.Number != 60 || all.Fills.Rule != "client" {
		t.Errorf("%+v", all)
	}
	if none := cacheplay(shop(), "workload", "-", "-fills", "none"); !strings.Contains(none.out, "no write was taken for one") {
		t.Error(none.out)
	}
}

func TestACompressedRecordingIsDescribedAsItself(t *testing.T) {
	want := cacheplay(shop(), "workload", "-")
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	w.Write([]byte(shop()))
	w.Close()
	if got := cacheplay(zipped.String(), "workload", "-"); got != want {
		t.Errorf("gzip: %+v", got)
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "shop.csv.zst")
	if err := os.WriteFile(file, encoder.EncodeAll([]byte(shop()), nil), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := cacheplay("", "workload", file); got != want {
		t.Errorf("zstd: %+v", got)
	}
	cut := cacheplay(zipped.String()[:zipped.Len()-20], "workload", "-")
	if cut.code != exitBad || !strings.Contains(cut.errors, "unexpected EOF") || cut.out != "" {
		t.Errorf("cut off: %+v", cut)
	}
}

func TestWhatIsWrongWithARecordingIsSaid(t *testing.T) {
	for _, c := range []struct {
		stdin, want string
		args        []string
	}{
		{"", "the recording cannot be read: it is empty", []string{"-"}},
		{"", `workload takes one FILE ("-" for standard input), not 0`, nil},
		{"", `-format: "xml" is not one of "text", "json"`, []string{"-format", "xml", "-"}},
		{"", `-fills: "some" is not one of "guess", "client", "key", "said", "none"`, []string{"-fills", "some", "-"}},
		{"", `-bad: "half" is not a share from "0.1%" to "100%"`, []string{"-bad", "half", "-"}},
		{"", `-convert: "lcs" is not one of "csv", "oracleGeneral"`, []string{"-convert", "lcs", "-output", "x", "-"}},
		{"", "-convert needs -output FILE", []string{"-convert", "csv", "-"}},
		{"", "-output: open testdata/help.txt: file exists", []string{"-convert", "csv", "-output", "testdata/help.txt", "-"}},
		{"", "open nowhere.csv: no such file or directory", []string{"nowhere.csv"}},
		{"key,op\na,get\nb,got\n", "the recording cannot be read: 1 of 3 lines are not of the format csv, where 10 in 1000 are allowed; the first is line 3: its operation is not known: b,got", []string{"-"}},
	} {
		got := cacheplay(c.stdin, append([]string{"workload"}, c.args...)...)
		if got.code != exitBad || strings.TrimSpace(got.errors) != c.want || got.out != "" {
			t.Errorf("%q: %+v", c.args, got)
		}
	}
}

// A conversion that fails leaves no file.
func TestNothingIsLeftOfAConversionThatFails(t *testing.T) {
	to := filepath.Join(t.TempDir(), "out")
	got := cacheplay("key,op\na,get\nb,got\n", "workload", "-convert", "csv", "-output", to, "-")
	if _, err := os.Stat(to); got.code != exitBad || !os.IsNotExist(err) {
		t.Errorf("%+v, %v", got, err)
	}
}

// operations returns those of a file.
func operations(t *testing.T, file string) (ops []workload.Operation) {
	t.Helper()
	p := &program{}
	r, err := p.openRecording(file, recorded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.end()
	var op workload.Operation
	for r.Next(&op) {
		ops = append(ops, op)
	}
	if err := r.failure(); err != nil {
		t.Fatal(err)
	}
	return ops
}

func TestAConversionToCSVHasTheSameOperations(t *testing.T) {
	from := filepath.Join(t.TempDir(), "shop.csv")
	to := from + ".csv"
	if err := os.WriteFile(from, []byte(shop()), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := cacheplay("", "workload", "-convert", "csv", "-output", to, from); got.code != 0 {
		t.Fatal(got.errors)
	}
	if got, want := operations(t, to), operations(t, from); !slices.Equal(got, want) {
		t.Errorf("got %d operations, want %d", len(got), len(want))
	}
}

func TestAConversionToOracleGeneralSaysWhenEachKeyIsNextUsed(t *testing.T) {
	to := filepath.Join(t.TempDir(), "out")
	var in strings.Builder
	in.WriteString("time,op,key,size\n")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 100_000 { // more than one block
		fmt.Fprintf(&in, "%d,%s,%d,%s\n", i/1000, []string{"get", "get", "set", "delete"}[r.IntN(4)], r.IntN(1000), []string{"", "7"}[r.IntN(2)])
	}
	in.WriteString("100,get,last,\n")
	if got := cacheplay(in.String(), "workload", "-fills", "none", "-convert", "oracleGeneral", "-output", to, "-"); got.code != 0 {
		t.Fatal(got.errors)
	}
	bytes, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	type request struct {
		Time uint32
		ID   uint64
		Size uint32
		Next int64
	}
	requests := make([]request, len(bytes)/24)
	if _, err := binary.Decode(bytes, binary.LittleEndian, requests); err != nil {
		t.Fatal(err)
	}
	reads := 0
	for line := range strings.Lines(in.String()) {
		if fields := strings.Split(line, ","); fields[1] == "get" || fields[1] == "set" {
			if want := strings.Split(line, ",")[0]; fmt.Sprint(requests[reads].Time) != want {
				t.Fatalf("request %d at %d, want %s", reads, requests[reads].Time, want)
			}
			reads++
		}
	}
	next := map[uint64]int64{}
	for i := len(requests) - 1; i >= 0; i-- {
		q := requests[i]
		want, ok := next[q.ID]
		if !ok {
			want = -1
		}
		if q.Next != want || q.Size != 7 && (q.Size != 1 || i < len(requests)-1) {
			t.Fatalf("request %d: %+v, want %d", i, q, want)
		}
		next[q.ID] = int64(i) + 1
	}
	if len(requests) != reads || len(next) != 1001 {
		t.Errorf("%d requests of %d, %d keys", len(requests), reads, len(next))
	}
}
