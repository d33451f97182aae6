package recorded

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// readCSV returns the rows of a file that has their columns' names first.
func readCSV(t *testing.T, file string, delimiter rune) []map[string]string {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(testFile(t, file)))
	reader.Comma = delimiter
	all, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, fields := range all[1:] {
		row := map[string]string{}
		for i, field := range fields {
			row[all[0][i]] = field
		}
		rows = append(rows, row)
	}
	return rows
}

func uint32Of(text string) uint32 {
	n, _ := strconv.ParseUint(text, 10, 32)
	return uint32(n)
}

// nanoseconds returns a number of seconds with up to nine decimals.
func nanoseconds(text string) int64 {
	whole, fraction, _ := strings.Cut(text, ".")
	n, _ := strconv.ParseInt(whole+(fraction + "000000000")[:9], 10, 64)
	return n
}

var kinds = map[string]engine.OpKind{"get": engine.Get, "set": engine.Edit, "add": engine.Create, "delete": engine.Delete, "pay": engine.Pay}

func TestACSVFileIsReadByTheNamesOfItsColumns(t *testing.T) {
	var lines []said
	for _, row := range readCSV(t, "named.csv", ',') {
		kind, known := kinds[row["op"]]
		if _, err := strconv.ParseFloat(row["time"], 64); err != nil || !known || row["key"] == "" {
			continue
		}
		lines = append(lines, said{time: nanoseconds(row["time"]), key: row["key"], client: row["client"], size: uint32Of(row["size"]),
			ttl: nanoseconds(row["ttl"]), kind: kind, hit: map[string]string{"1": "hit", "0": "miss", "miss": "miss"}[row["hit"]]})
	}
	want := straightforward(lines, rules{fills: FillsByClient})
	report := expectOperations(t, "named.csv", "csv", want, Options{})
	expectBad(t, "named.csv", report, map[int64]string{
		11: "its operation is not known", 12: "its time is neither a number nor a date", 13: "it has no key"})
	if report.Unordered != 1 || report.Backwards != 225e6 || report.Spread || report.TimeUnit != "s" {
		t.Errorf("%+v", report)
	}
	if report.Fills != 1 || report.Kinds[engine.Edit] != 3 || report.Hits != 1 || report.Misses != 2 || report.Clients != 3 || report.Keys != 5 || report.Other != 2 {
		t.Errorf("%+v", report)
	}
	for rule, fills := range map[FillRule]int64{FillsByKey: 2, FillsByClient: 1, NoFills: 0} {
		report := expectOperations(t, "named.csv", "csv", straightforward(lines, rules{fills: rule}), Options{Fills: rule})
		if report.Fills != fills {
			t.Errorf("%v: %d fills", rule, report.Fills)
		}
	}
}

func TestTheUnitOfTimesIsToldByTheNameOrTheMagnitude(t *testing.T) {
	var lines []said
	for _, row := range readCSV(t, "semicolons.csv", ';') {
		lines = append(lines, said{time: nanoseconds(row["timestamp_ms"][:10] + "." + row["timestamp_ms"][10:]), key: row["id"], size: uint32Of(row["bytes"]), kind: engine.Get})
	}
	expectOperations(t, "semicolons.csv", "csv", straightforward(lines, rules{}), Options{})
	for _, c := range []struct {
		text, unit, guessed string
		at                  int64
	}{
		{"5", "", "s", 1e9}, {"1700000000", "", "s", 1e9}, {"1700000000000", "", "ms", 1e6}, {"1700000000000000", "", "us", 1e3},
		{"1700000000000000000", "", "ns", 1}, {"5", "ms", "", 1e6}, {"1700000000000", "s", "", 0}, {"5.000", "", "s", 1e9},
	} {
		n, fraction, _ := strings.Cut(c.text, ".")
		later, _ := strconv.Atoi(n)
		text := "t,key\n" + c.text + ",a\n" + strconv.Itoa(later+1) + "." + fraction + ",a\n"
		text = strings.ReplaceAll(text, ".,", ",")
		ops, r := readAll(t, []byte(text), 100, Options{TimeUnit: c.unit, BadPerMille: 1000})
		if report := r.Report(); report.TimeUnit != c.guessed || c.at > 0 && ops[1].At != c.at {
			t.Errorf("%s: %s %v", c.text, report.TimeUnit, ops)
		}
	}
}

func TestOperationsOfOneSecondAreSpreadOverIt(t *testing.T) {
	var lines []said
	for _, row := range readCSV(t, "seconds.csv", '\t') {
		lines = append(lines, said{time: nanoseconds(row["timestamp"]), key: row["obj_id"], size: uint32Of(row["obj_size"]), kind: engine.Get})
	}
	want := straightforward(lines, rules{seconds: true})
	report := expectOperations(t, "seconds.csv", "csv", want, Options{})
	if !report.Spread || report.Unordered != 1 || report.Backwards != 1e9 {
		t.Errorf("%+v", report)
	}
	for i, at := range []int64{0, 333333333, 666666666, 1e9, 4e9, 4333333333, 4666666666} {
		if want[i].At != at {
			t.Errorf("operation %d at %d", i, want[i].At)
		}
	}
}

func TestASecondWithVeryManyOperationsStaysInOrder(t *testing.T) {
	s := schedule{whole: true, most: 100}
	var op workload.Operation
	sent, last := 0, int64(-1)
	take := func() {
		for s.next(&op) {
			if op.At < last || op.At >= 2e9 {
				t.Fatalf("operation %d at %d after %d", sent, op.At, last)
			}
			sent, last = sent+1, op.At
		}
	}
	for range 3*100 + 5 {
		s.add(7e9, workload.Operation{})
		take()
	}
	s.add(8e9, workload.Operation{})
	take()
	if last >= 1e9 || last < 9e8 || s.crowded != 1 {
		t.Errorf("the last one is sent at %d", last)
	}
	s.finish()
	take()
	if sent != 3*100+6 || last != 1e9 {
		t.Errorf("%d operations, the last at %d", sent, last)
	}
}

func TestColumnsCanBeGivenAsLibCacheSimDoes(t *testing.T) {
	var lines []said
	for _, line := range strings.Split(strings.TrimSpace(string(testFile(t, "numbered.csv"))), "\n") {
		fields := strings.Split(line, " ")
		lines = append(lines, said{time: nanoseconds(fields[0]), key: fields[2], size: uint32Of(fields[3]), kind: engine.Get})
	}
	want := straightforward(lines, rules{seconds: true})
	expectOperations(t, "numbered.csv", "csv", want, Options{Columns: "time-col=1, obj-id-col=3, obj-size-col=4, delimiter=space,obj-id-is-num=true"})
	for columns, reason := range map[string]string{
		"time-col=1":                        `columns: "time-col=1" is not allowed: those with an "obj-id-col" are`,
		"obj-id-col=0":                      `columns: obj-id-col: "0" is not allowed: numbers from 1 to 64 are`,
		"obj-id-col=1,delimiter=x":          `columns: delimiter: "x" is not allowed: ",", ";", "|", ":", "tab", "space" are`,
		"obj-id-col=1,delimiter=,,cl-col=2": `columns: "cl-col=2" is not allowed: "time-col=1", "obj-id-col=", "obj-size-col=", "op-col=", "ttl-col=", "cnt-col=", "client-col=", "hit-col=", "delimiter=", "has-header=" are`,
	} {
		if _, err := NewReader(Options{Columns: columns}); err == nil || err.Error() != reason {
			t.Errorf("%s: %v", columns, err)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]int64{
		"1970-01-01T00:00:00Z":             0,
		"2000-02-29 12:00:00":              951825600e9,
		"2018-07-02T22:23:00.186641Z":      1530570180186641000,
		"2018-07-02T22:23:00+02:00":        1530562980e9,
		"2100-12-31T23:59:59.999999999999": 4133980799999999999,
	} {
		if got, ok := moment([]byte(text), 1); !ok || got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	for _, text := range []string{"2018-13-02T22:23:00Z", "2018-07-02", "2018-07-02T22:23:00X", "2018-07-02T2:23:00.1Z", "20180702T222300Z"} {
		if got, ok := isoDate([]byte(text)); ok {
			t.Errorf("%s: %d", text, got)
		}
	}
	if got, ok := logDate([]byte("10/Oct/2000:13:55:36 -0700")); !ok || got != 971211336e9 {
		t.Errorf("%d", got)
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "12": 12e9, "12.5": 125e8, "0.0000000019": 1, "4611686017": 4611686017e9, "": -1, "1.": -1, ".5": -1,
		"1e3": -1, "-1": -1, "4611686018": -1, "18446744073709551616": -1, "1.2.3": -1} {
		if got, ok := fractional([]byte(text), second); ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %d %v", text, got, ok)
		}
	}
	if n, ok := natural([]byte("18446744073709551615")); !ok || n != math.MaxUint64 {
		t.Error(n)
	}
}

func FuzzCSV(f *testing.F) {
	fuzzFormat(f, Options{Format: "csv"}, "time,op,key,size,ttl,client,hit,op_count,fill\n1,get,a,2,3,c,1,4,0\n1,set,a,2,3,c,,1,1\n", "t;key\n1.5;\"a\"\"b\"x\n", "key\n\n\n")
}

func FuzzColumns(f *testing.F) {
	fuzzFormat(f, Options{Columns: "time-col=1,obj-id-col=2,op-col=3,cnt-col=4"}, "1,a,get,1\n3,b,set,2\n2,a,get,3")
}
