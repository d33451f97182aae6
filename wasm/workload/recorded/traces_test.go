package recorded

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

func TestTwittersTrace(t *testing.T) {
	row := regexp.MustCompile(`(?m)^(\d+),(.+),(\d+),(\d+),(\w+),(\w+),(\d+)$`)
	kinds := map[string]engine.OpKind{"get": engine.Get, "gets": engine.Get, "set": engine.Edit, "cas": engine.Edit, "incr": engine.Edit, "add": engine.Create, "delete": engine.Delete}
	var lines []said
	for _, match := range row.FindAllStringSubmatch(string(testFile(t, "twitter.csv")), -1) {
		kind, known := kinds[match[6]]
		if !known {
			continue
		}
		one := said{time: nanoseconds(match[1]), key: match[2], client: match[5], kind: kind, ttl: nanoseconds(match[7]), size: uint32Of(match[3]) + uint32Of(match[4])}
		if kind == engine.Delete || kind == engine.Get && match[4] == "0" {
			one.size = 0
		}
		lines = append(lines, one)
	}
	if len(lines) != 8 || lines[2].key != "a,b,c" {
		t.Fatalf("%+v", lines)
	}
	report := expectOperations(t, "twitter.csv", "twitter", straightforward(lines, rules{seconds: true, fills: FillsByClient}), Options{})
	expectBad(t, "twitter.csv", report, map[int64]string{9: "its operation is not known", 10: "a size or the TTL is not a number",
		11: "its time is not a number", 12: "it has fewer than 7 fields"})
	if report.Fills != 2 || report.Hits+report.Misses != 0 || !report.Spread {
		t.Errorf("%+v", report)
	}
}

// cacheLibSaid returns what the rows of one of CacheLib's files say.
func cacheLibSaid(rows []map[string]string) (lines []said) {
	for i, row := range rows {
		kind, known := map[string]engine.OpKind{"GET": engine.Get, "GET_LEASE": engine.Get, "SET": engine.Edit, "SET_LEASE": engine.Edit, "DELETE": engine.Delete}[row["op"]]
		count, _ := strconv.Atoi(row["op_count"])
		if !known {
			continue
		}
		one := said{time: nanoseconds(row["op_time"]), key: row["key"], kind: kind, fill: row["op"] == "SET_LEASE", ttl: nanoseconds(row["ttl"])}
		if row["op_time"] == "" {
			one.time = int64(i) // replaced by the caller
		}
		if kind == engine.Edit || kind == engine.Get && row["size"] != "0" {
			one.size = uint32Of(row["size"]) + uint32Of(row["key_size"])
		}
		hits, err := strconv.Atoi(row["cache_hits"])
		for n := range count {
			if kind == engine.Get && err == nil {
				one.hit = "hit"
				if n < count-hits {
					one.hit = "miss"
				}
			}
			lines = append(lines, one)
		}
	}
	return lines
}

func TestCacheLibsTraces(t *testing.T) {
	lines := cacheLibSaid(readCSV(t, "cachelib.csv", ','))
	with := rules{seconds: true, fills: FillsByKey}
	report := expectOperations(t, "cachelib.csv", "cachelib", straightforward(lines, with), Options{})
	expectBad(t, "cachelib.csv", report, map[int64]string{11: "its number of operations is not one from 1 to 1048576", 12: "its operation is not known"})
	// The SET_LEASE, and the last SET, which follows a miss; the SET before follows hits.
	if report.Hits != 4 || report.Misses != 5 || report.Fills != 2 || !report.Spread || report.Clients != 0 {
		t.Errorf("%+v", report)
	}
	none := expectOperations(t, "cachelib.csv", "cachelib", straightforward(lines, rules{seconds: true, fills: NoFills}), Options{Fills: NoFills})
	if none.Fills != 0 {
		t.Errorf("%d fills where there are none", none.Fills)
	}
}

func TestCacheLibsFirstTraceHasNeitherNamesNorTimes(t *testing.T) {
	var rows []map[string]string
	for line := range strings.Lines(string(testFile(t, "cachelib-first.csv"))) {
		fields := strings.Split(strings.TrimSpace(line), ",")
		rows = append(rows, map[string]string{"key": fields[0], "op": fields[1], "size": fields[2], "op_count": fields[3], "key_size": fields[4]})
	}
	lines := cacheLibSaid(rows)
	for i := range lines {
		lines[i].time, lines[i].ttl = int64(i)*1e6, 0
	}
	report := expectOperations(t, "cachelib-first.csv", "cachelib", straightforward(lines, rules{fills: FillsByKey}), Options{})
	if !report.Untimed || report.Operations != 22 || report.Hits+report.Misses != 0 {
		t.Errorf("%+v", report)
	}
}

func FuzzTwitter(f *testing.F) {
	fuzzFormat(f, Options{Format: "twitter"}, "0,a,b,1,2,c,get,0\n1,a,b,1,2,c,set,9\n", "9223372036,a,4294967295,4294967295,,delete,4611686018")
}

func FuzzCacheLib(f *testing.F) {
	fuzzFormat(f, Options{Format: "cachelib"}, "op_time,key,key_size,op,op_count,size,cache_hits,ttl\n1,a,2,GET,3,4,2,0\n1,a,2,SET_LEASE,1,4,0,9\n", "1,SET,82,1,40\n1,GET,0,2,40,7")
}
