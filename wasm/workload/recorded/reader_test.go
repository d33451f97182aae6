package recorded

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// oracleRecord has the fields of a record of oracleGeneral, in their order.
type oracleRecord struct {
	Time uint32
	ID   uint64
	Size uint32
	Next int64
}

// oracleRecordOps is the same with operations.
type oracleRecordOps struct {
	Time uint32
	ID   uint64
	Size uint32
	Op   uint8
	NS   uint16
	Next int64
}

func TestOracleGeneralIsReadWithAndWithoutOperations(t *testing.T) {
	rows := []oracleRecord{{5, 77, 100, 3}, {5, 1 << 63, 200, -1}, {6, 0, 0, 4}, {6, 77, 100, 1<<63 - 1}, {9, 0, 1<<32 - 1, -1}}
	ops := []uint8{1, 3, 2, 9, 3}
	wantOps := []engine.OpKind{engine.Get, engine.Edit, engine.Get, engine.Delete, engine.Edit}
	var plain, withOps []byte
	var lines, linesOps []said
	for i, row := range rows {
		plain, _ = binary.Append(plain, binary.LittleEndian, row)
		withOps, _ = binary.Append(withOps, binary.LittleEndian, oracleRecordOps{row.Time, row.ID, row.Size, ops[i], 3, row.Next})
		line := said{time: int64(row.Time) * 1e9, key: fmt.Sprint(row.ID), size: row.Size, kind: engine.Get}
		lines = append(lines, line)
		line.kind = wantOps[i]
		linesOps = append(linesOps, line)
	}
	with := rules{seconds: true, fills: FillsByKey}
	expectRead(t, "24 bytes", "oracleGeneral", plain, straightforward(lines, with), Options{})
	expectRead(t, "27 bytes", "oracleGeneralOps", withOps, straightforward(linesOps, with), Options{})
	report := expectRead(t, "cut off", "oracleGeneral", plain[:100], straightforward(lines[:4], with), Options{})
	expectBad(t, "cut off", report, map[int64]string{5: "it ends within a record"})
}

func TestAListOfKeysHasARateInsteadOfTimes(t *testing.T) {
	var lines []said
	for _, key := range strings.Fields(string(testFile(t, "keys.txt"))) {
		lines = append(lines, said{time: int64(len(lines)) * 1e9 / 4, key: key, kind: engine.Get})
	}
	report := expectOperations(t, "keys.txt", "keys", straightforward(lines, rules{}), Options{Rate: 4})
	if !report.Untimed || report.Lines != 6 || report.Other != 1 || report.Last != 1e9 {
		t.Errorf("%+v", report)
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	formats := `"` + strings.Join(Formats(), `", "`) + `"`
	for _, c := range []struct{ text, want string }{
		{"", "the recording cannot be read: it is empty"},
		{"\n\r\n", "the recording cannot be read: it has empty lines only"},
		{"\x1f\x8b\x08\x00", "the recording cannot be read: it is compressed"},
		{"\x28\xb5\x2f\xfd\x00", "the recording cannot be read: it is compressed"},
		{"<html> <b>\x1b[31m\n", `the recording cannot be read: no format fits; its first line is: <html> <b>?[31m; the formats are ` + formats +
			`, and a CSV file needs a line with the names of its columns, or an option that says where they are`},
		{"key,time\na,1\nb,2\nc,x\nd,y\n", "the recording cannot be read: 2 of 5 lines are not of the format csv, where 10 in 1000 are allowed; the first is line 4: its time is neither a number nor a date: c,x"},
	} {
		_, r := readAll(t, []byte(c.text), 3, Options{})
		if r.Err() == nil || r.Err().Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, r.Err(), c.want)
		}
	}
	for _, options := range []Options{{Format: "xml"}, {Rate: -1}, {BadPerMille: 1001}, {TimeUnit: "h"}} {
		if _, err := NewReader(options); err == nil {
			t.Errorf("%+v was taken", options)
		}
	}
}

// A recording that is not what it seemed to be is given up long before its end.
func TestTooManyBadLinesEndTheReadingEarly(t *testing.T) {
	text := "key,time\n" + strings.Repeat("a,1\n", 100) + strings.Repeat("a,-\n", 100_000)
	r, _ := NewReader(Options{})
	var op workload.Operation
	written := 0
	for ; written < len(text); written += 1000 {
		if _, err := r.Write([]byte(text[written:min(len(text), written+1000)])); err != nil {
			break
		}
		for r.Next(&op) {
		}
	}
	if r.Err() == nil || written > 200_000 {
		t.Errorf("%v after %d bytes", r.Err(), written)
	}
}

func TestALineThatIsTooLongIsBadAndNotKept(t *testing.T) {
	long := strings.Repeat("x", maxLine+maxLine/8)
	r, _ := NewReader(Options{Format: "keys", BadPerMille: 900})
	var ops []workload.Operation
	var op workload.Operation
	for part := range strings.SplitSeq("a\n"+long+"\nb\n"+long, "y") {
		for len(part) > 0 {
			n := min(len(part), 1<<16)
			r.Write([]byte(part[:n]))
			part = part[n:]
			for r.Next(&op) {
				ops = append(ops, op)
			}
			if len(r.written) > maxLine+1<<17 {
				t.Fatalf("%d bytes are kept", len(r.written))
			}
		}
	}
	r.Close()
	for r.Next(&op) {
		ops = append(ops, op)
	}
	report := r.Report()
	if len(ops) != 2 || report.Lines != 4 || report.Bad != 2 || report.Keys != 2 {
		t.Errorf("%v %+v", ops, report)
	}
	expectBad(t, "long", report, map[int64]string{2: "it is longer than 1048576 bytes", 4: "it is longer than 1048576 bytes"})
}

func TestNamesGetNumbersInTheirOrder(t *testing.T) {
	var names interner
	for round := range 2 {
		for i := range 20_000 {
			if got := names.number(fingerprint(0, fmt.Appendf(nil, "key:%d", i))); got != uint32(i) {
				t.Fatalf("round %d: %d has the number %d", round, i, got)
			}
		}
	}
	for i := range uint64(20_000) {
		if got := names.number(fingerprintOf(i)); uint64(got) != 20_000+i {
			t.Fatalf("the number %d has the number %d", i, got)
		}
	}
	seen := map[uint64]string{}
	for _, name := range []string{"", "\x00", "\x00\x00", "a", "a\x00", "abcdefgh", "abcdefgh\x00", "hgfedcba", "abcdefghabcdefgh"} {
		for seed := range uint64(3) {
			print := fingerprint(seed, []byte(name))
			if other, ok := seen[print]; ok {
				t.Errorf("%q and %q under some seed are alike", name, other)
			}
			seen[print] = name
		}
	}
}

// The same bits on every platform.
func TestFingerprintsNeverChange(t *testing.T) {
	if got := fingerprint(0, []byte("user:12345678:profile")); got != 0x18ee0c28dfdc6a21 {
		t.Errorf("%#x", got)
	}
	if got := fingerprintOf(42); got != 0x1f05031932be0f9e {
		t.Errorf("%#x", got)
	}
}

func FuzzRecognise(f *testing.F) {
	fuzzFormat(f, Options{}, "a\nb\n", "key,time\na,1\n", "\x05\x00\x00\x00aaaaaaaabbbb\xff\xff\xff\xff\xff\xff\xff\xff", "OK\n1.5 [0 a:1] \"GET\" \"x\"\n")
}

func FuzzKeys(f *testing.F) { fuzzFormat(f, Options{Format: "keys"}, "a\n\nb", "a\r\n") }

func FuzzOracleGeneral(f *testing.F) {
	fuzzFormat(f, Options{Format: "oracleGeneral"}, strings.Repeat("\x05\x00\x00\x00aaaaaaaabbbb\xff\xff\xff\xff\xff\xff\xff\xff", 3)+"x")
}

func FuzzOracleGeneralOps(f *testing.F) {
	fuzzFormat(f, Options{Format: "oracleGeneralOps"}, strings.Repeat("\x05\x00\x00\x00aaaaaaaabbbb\x03\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff", 3)+"x")
}
