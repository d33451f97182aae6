package workload

import "testing"

func TestBounds(t *testing.T) {
	for _, row := range []struct {
		text         string
		unit         Unit
		want         string // "" if it is none
		measured, of uint64
		holds        bool
	}{
		{text: "< 5ms", unit: Time, want: "< 5ms", measured: 4_999_999, of: one, holds: true},
		{text: "<5000us", unit: Time, want: "< 5ms", measured: 5_000_000, of: one},
		{text: "<= 5ms", unit: Time, want: "<= 5ms", measured: 5_000_000, of: one, holds: true},
		{text: "0", unit: Time, want: "0s", measured: 0, of: one, holds: true},
		{text: "> 1.5s", unit: Time, want: "> 1.5s", measured: 1_500_000_000, of: one},
		{text: "< 0.1%", unit: Share, want: "< 0.1%", measured: 1, of: 1000},
		{text: "<= 0.1%", unit: Share, want: "<= 0.1%", measured: 1, of: 1000, holds: true},
		{text: "<= 0.1%", unit: Share, want: "<= 0.1%", measured: 10_000_000_001, of: 10_000_000_000_000},
		{text: ">= 0.95", unit: Share, want: ">= 95%", measured: 19, of: 20, holds: true},
		{text: "0 %", unit: Share, want: "0%", measured: 1, of: 3_000_000_000},
		{text: "< 0.0000001%", unit: Share, want: "< 0.0000001%", measured: 1, of: 1_000_000_001, holds: true},
		{text: "= 100%", unit: Share, want: "100%", measured: 7, of: 7, holds: true},
		{text: "0", unit: Count, want: "0", measured: 0, of: 1, holds: true},
		{text: "0", unit: Count, want: "0", measured: 1, of: 1},
		{text: ">= 2.50", unit: Count, want: ">= 2.5", measured: 5, of: 2, holds: true},
		{text: "> 999999999", unit: Rate, want: "> 999999999", measured: 1 << 63, of: 1, holds: true},
		{text: "05", unit: Count}, {text: "1000000000", unit: Rate}, {text: "< +5ms", unit: Time},
		{text: "< 5", unit: Time}, {text: "5ms <", unit: Time}, {text: "< -5ms", unit: Time}, {text: "< 1000000000h", unit: Time},
		{text: "5%", unit: Count}, {text: "101%", unit: Share}, {text: "1.1", unit: Share}, {text: "< 1e3", unit: Count},
		{text: "", unit: Count}, {text: "<", unit: Count}, {text: "<> 5", unit: Count}, {text: "5.", unit: Count},
		{text: ".5", unit: Count}, {text: "1.0000000001", unit: Count}, {text: "0.00000001%", unit: Share}, {text: "99999999999", unit: Rate},
	} {
		b, ok := ParseBound(row.text, row.unit)
		if ok != (row.want != "") {
			t.Errorf("%q: ok is %v", row.text, ok)
			continue
		}
		if !ok {
			continue
		}
		if got := b.String(); got != row.want {
			t.Errorf("%q is written %q, want %q", row.text, got, row.want)
		}
		if again, ok := ParseBound(b.String(), row.unit); !ok || again != b {
			t.Errorf("%q: %+v, then %+v", row.text, b, again)
		}
		if got := b.Holds(row.measured, row.of); got != row.holds {
			t.Errorf("%d/%d %s: %v", row.measured, row.of, b, got)
		}
	}
}

func TestMeasuresHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Measures() {
		if seen[m.Name] || m.Doc == "" {
			t.Errorf("%+v", m)
		}
		seen[m.Name] = true
	}
	for _, name := range []string{"read.p99", "write.p99.9", "stale", "lost.worst"} {
		if !seen[name] {
			t.Errorf("no measure %s", name)
		}
	}
}
