package explore

import (
	"strings"
	"testing"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
)

// remediesOf returns what the remedies found against a violation do.
func remediesOf(t *testing.T, p judge.Property, members ...string) string {
	t.Helper()
	s := parsed(t, members...)
	m := NewRemedySearch(&s.Variants[0], p)
	for m.Advance(5000) {
	}
	var words []string
	for _, f := range m.Found() {
		words = append(words, f.Words)
	}
	return strings.Join(words, "; ")
}

// With each of these remedies the property holds in every order.
func TestRemedies(t *testing.T) {
	for _, row := range []struct {
		property         judge.Property
		members, program string
		want             string
	}{
		{
			property: judge.ReadYourWrites,
			members:  aside + "'write': 'write-invalidate', " + record,
			program:  "R | W1 R",
			want:     "Fill the cache with a lease; Fill the cache by version; Hold a lock on the key; Do without the cache",
		},
		{
			property: judge.Durable,
			members:  "'write': 'write-behind', " + record + fault("crash"),
			program:  "W1",
			want:     "Keep the queue in a journal; Save first, then set the cache; Do without the cache",
		},
		{
			property: judge.AtMostOnce,
			members:  "'write': 'write-around', 'accessor': {'maxAttempts': 2}, " + fault("source-timeout"),
			program:  "P P",
			want:     "Give each operation an idempotency key",
		},
		{
			property: judge.Durable,
			members:  "'write': 'write-behind', 'writeBehind': {'workers': 2}, " + record,
			program:  "W1 W2",
			want:     "Let the source refuse a save that is older than what it holds; Let one worker at a time write a key; Have one worker only; Save first, then set the cache; Do without the cache",
		},
		{
			property: judge.Converges,
			members:  "'write': 'write-through-source-first', " + record + fault("crash"),
			program:  "W1 W2",
			want:     "Let the source refuse a save that is older than what it holds; Delete after saving, and fill with a lease; Do without the cache",
		},
		{
			property: judge.Converges,
			members:  "'write': 'write-invalidate', " + warm("") + record + fault("source-timeout"),
			program:  "W1",
			want:     "Forget the key after an error; Try a failed call again",
		},
		{
			property: judge.Durable,
			members:  "'write': 'write-behind', 'writeBehind': {'coalescing': 'last-wins'}",
			program:  "P P",
			want:     "Merge writes instead of letting the last win; Do not coalesce; Save first, then set the cache; Do without the cache",
		},
		{
			property: judge.Linearizable,
			members:  "'write': 'write-behind', " + record + fault("evict"),
			program:  "W1 R",
			want:     "Let reads look into the queue too; Pin entries until their write is done; Delete after saving, and fill with a lease; Save first, then set the cache; Do without the cache",
		},
	} {
		if got := remediesOf(t, row.property, strings.TrimSuffix(row.members, ", "), program(row.program)); got != row.want {
			t.Errorf("%v of %s\n got %s\nwant %s", row.property, row.program, got, row.want)
		}
	}
}

// Every candidate is a patch that some scenario can be given.
func TestCandidatesAreScenarios(t *testing.T) {
	for _, r := range candidates {
		patch, err := jsontree.Parse([]byte(r.patch))
		if err != nil {
			t.Fatal(err)
		}
		ok := false
		for _, write := range []string{"write-behind", "write-invalidate"} {
			s := parsed(t, "'write': '"+write+"', "+record+program("W1 R"))
			ok = ok || s.Variants[0].With(patch) != nil
		}
		if !ok {
			t.Errorf("%s is no scenario", r.patch)
		}
	}
}
