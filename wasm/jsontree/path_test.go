package jsontree

import (
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	for _, fact := range []struct{ got, want string }{
		{Join("", "cache"), "cache"},
		{Join("cache", "ttl"), "cache.ttl"},
		{Join(Index(Join(Index(Join("", "clients"), 0), "ops"), 1), "value"), "clients[0].ops[1].value"},
		{Join("a", "_$9Z"), "a._$9Z"},
		{Join("a", "9"), `a["9"]`},
		{Join("a", ""), `a[""]`},
		{Join("", "a b"), `["a b"]`},
		{Join("labels", "source.save"), `labels["source.save"]`},
		{Join("expect", "read-your-writes"), `expect["read-your-writes"]`},
		{Join("a", "é"), `a["é"]`},
		{Join("a", "\"\\\n"), `a["\"\\\n"]`},
		{Join("a", strings.Repeat("é", 64)), `a["` + strings.Repeat("é", 64) + `"]`},
		{Join("a", strings.Repeat("é", 65)), `a["` + strings.Repeat("é", 64) + `…"]`},
		{Index("", 0), "[0]"},
	} {
		if fact.got != fact.want {
			t.Errorf("got %s, want %s", fact.got, fact.want)
		}
	}
}
