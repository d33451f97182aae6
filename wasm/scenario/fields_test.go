package scenario

import (
	"strings"
	"testing"
)

// Every field that is built says what it means, in a sentence.
func TestFieldsAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields() {
		if seen[f.Path] {
			t.Errorf("%s is declared twice", f.Path)
		}
		seen[f.Path] = true
		if f.Built && (f.Type == "" || f.Allowed == "" || !strings.HasSuffix(f.Doc, ".")) {
			t.Errorf("%+v", f)
		}
	}
	for _, path := range []string{"version", "cache.ttl", "clients[].ops[].key", "write.worker", "faults[].restartAfter", "explore"} {
		if !seen[path] {
			t.Errorf("%s is not declared", path)
		}
	}
	if seen["clients[].write.worker"] {
		t.Error("a client can give the worker's steps")
	}
}

func TestNearestName(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"ttl", "ttl", 0}, {"TTL", "ttl", 0}, {"ttll", "ttl", 1}, {"latncy", "latency", 1}, {"tlt", "ttl", 2}, {"", "at", 2}, {"a", "latency", 99},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%q and %q are %d apart", test.a, test.b, got)
		}
	}
}
