package recorded

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

// untimed gives lines the times of the default rate.
func untimed(keys []string) (lines []said) {
	for i, key := range keys {
		lines = append(lines, said{time: int64(i) * 1e6, key: key, kind: engine.Get})
	}
	return lines
}

func TestTracesOfARC(t *testing.T) {
	var keys []string
	for line := range strings.Lines(string(testFile(t, "sample.lis"))) {
		var first, count, ignored, request int
		if n, _ := fmt.Sscan(line, &first, &count, &ignored, &request); n == 4 {
			for i := range count {
				keys = append(keys, strconv.Itoa(first+i))
			}
		}
	}
	report := expectOperations(t, "sample.lis", "arc", straightforward(untimed(keys), rules{}), Options{})
	expectBad(t, "sample.lis", report, map[int64]string{5: "the number of blocks is not one from 1 to 65536",
		6: "it is not four numbers"})
	if report.Operations != 7 || report.Keys != 4 {
		t.Errorf("%+v", report)
	}
}

func TestTracesOfLIRS(t *testing.T) {
	var keys []string
	for word := range strings.FieldsSeq(string(testFile(t, "sample.trc"))) {
		if _, err := strconv.ParseUint(word, 10, 64); err == nil {
			keys = append(keys, word)
		}
	}
	report := expectOperations(t, "sample.trc", "lirs", straightforward(untimed(keys), rules{}), Options{})
	expectBad(t, "sample.trc", report, map[int64]string{5: `it is neither the number of a block nor "*"`})
}

func FuzzARC(f *testing.F) {
	fuzzFormat(f, Options{Format: "arc"}, "17 1 0 0\n18446744073709551615 3 0 1\n")
}

func FuzzLIRS(f *testing.F) { fuzzFormat(f, Options{Format: "lirs"}, "2\n*\n18446744073709551615\n") }
