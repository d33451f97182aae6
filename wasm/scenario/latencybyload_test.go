package scenario

import (
	"strconv"
	"strings"
	"testing"
)

// Between two rows the latency grows evenly, from 1 call on, and after the last row it
// stays.
func TestLatencyByLoad(t *testing.T) {
	for _, test := range []struct{ table, want string }{
		{``, "1:1000 2:1000 1000000:1000"},
		{`{"concurrency": 10}, {"concurrency": 20, "times": 3}`, "1:1000 10:1000 11:1200 15:2000 19:2800 20:3000 21:3000 1000000:3000"},
		{`{"concurrency": 11, "times": 11}`, "1:1000 2:2000 7:7000 11:11000 12:11000"},
		{`{"concurrency": 1, "times": 0.5}, {"concurrency": 4, "times": 2}`, "1:500 2:1000 3:1500 4:2000 5:2000"},
		{`{"concurrency": 3, "times": 0}, {"concurrency": 1000000, "times": 100}`, "1:1000 2:500 3:0 4:0 13:1 500001:49999 1000000:100000"},
	} {
		s := decoded(t, document(`"source": {"latencyByLoad": [`+test.table+`]}`))
		for _, point := range strings.Fields(test.want) {
			load, want, _ := strings.Cut(point, ":")
			n, _ := strconv.Atoi(load)
			if got := s.Variants[0].Source.TimesAt(n); strconv.FormatInt(got, 10) != want {
				t.Errorf("[%s] at %s: %d, not %s", test.table, load, got, want)
			}
		}
	}
}
