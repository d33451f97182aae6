package explore

import (
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// candidate is a change of a scenario that the literature, or a product, offers
// against the violation of some properties.
type candidate struct {
	patch string            // a JSON merge patch
	words string            // what it does, as the beginning of a sentence
	helps judge.PropertySet // the properties against whose violation it may help
}

// stale are the properties that an outdated copy violates.
var stale = judge.SetOf(judge.Linearizable, judge.ReadYourWrites, judge.MonotonicReads, judge.Converges)

// candidates are listed in the order in which they are tried: small changes
// first, then those of the strategy, then two changes together. Sources: Nishtala
// et al., "Scaling Memcache at Facebook" (NSDI 2013) for leases; Meta
// Engineering, "Cache made consistent" (2022) for versions; the write-behind
// documentation of Ehcache, Hazelcast, Ignite and Infinispan for the queue; Kleppmann,
// "How to do distributed locking" (2016), for the fenced source.
var candidates = []candidate{
	{
		patch: `{"cache": {"fill": "lease"}}`,
		words: "Fill the cache with a lease",
		helps: stale,
	},
	{
		patch: `{"cache": {"fill": "version"}}`,
		words: "Fill the cache by version",
		helps: stale,
	},
	{
		patch: `{"cache": {"fill": "lock"}}`,
		words: "Hold a lock on the key",
		helps: stale,
	},
	{
		patch: `{"onError": "rollback"}`,
		words: "Take back what a failed write has cached",
		helps: stale | judge.SetOf(judge.NoAbortedRead),
	},
	{
		patch: `{"onError": "invalidate"}`,
		words: "Forget the key after an error",
		helps: stale | judge.SetOf(judge.NoAbortedRead),
	},
	{
		patch: `{"accessor": {"maxAttempts": 2}}`,
		words: "Try a failed call again",
		helps: stale | judge.SetOf(judge.NoAbortedRead, judge.Durable),
	},
	{
		patch: `{"accessor": {"idempotencyKey": true}}`,
		words: "Give each operation an idempotency key",
		helps: judge.SetOf(judge.AtMostOnce),
	},
	{
		patch: `{"source": {"fenced": true}}`,
		words: "Let the source refuse a save that is older than what it holds",
		helps: stale | judge.SetOf(judge.Durable, judge.MonotonicWrites),
	},
	{
		patch: `{"writeBehind": {"journal": true}}`,
		words: "Keep the queue in a journal",
		helps: judge.SetOf(judge.Durable, judge.NoAbortedRead, judge.Converges, judge.Linearizable),
	},
	{
		patch: `{"writeBehind": {"staging": true}}`,
		words: "Let reads look into the queue too",
		helps: stale,
	},
	{
		patch: `{"writeBehind": {"pinDirty": true}}`,
		words: "Pin entries until their write is done",
		helps: stale,
	},
	{
		patch: `{"writeBehind": {"partitionBy": "key"}}`,
		words: "Let one worker at a time write a key",
		helps: judge.SetOf(judge.Durable, judge.Converges, judge.MonotonicWrites),
	},
	{
		patch: `{"writeBehind": {"workers": 1}}`,
		words: "Have one worker only",
		helps: judge.SetOf(judge.MonotonicWrites, judge.Durable, judge.Converges),
	},
	{
		patch: `{"writeBehind": {"onFailure": "retry-in-place"}}`,
		words: "Try a failed write again in its place",
		helps: judge.SetOf(judge.Durable, judge.Converges, judge.MonotonicWrites, judge.NoAbortedRead),
	},
	{
		patch: `{"writeBehind": {"coalescing": "merge"}}`,
		words: "Merge writes instead of letting the last win",
		helps: judge.SetOf(judge.Durable, judge.NoAbortedRead),
	},
	{
		patch: `{"writeBehind": {"coalescing": "none"}}`,
		words: "Do not coalesce",
		helps: judge.SetOf(judge.Durable, judge.NoAbortedRead),
	},
	{
		patch: `{"writeBehind": {"onFull": "block"}}`,
		words: "Let writers wait when the queue is full",
		helps: judge.SetOf(judge.Durable, judge.Converges, judge.NoAbortedRead, judge.MonotonicWrites),
	},
	{
		patch: `{"writeBehind": {"cleanBy": "sequence"}}`,
		words: "Clean an entry only when its own write is done",
		helps: stale,
	},
	{
		patch: `{"cache": {"survivesCrash": true}}`,
		words: "Run the cache in a process of its own",
		helps: stale,
	},
	{
		patch: `{"write": "write-invalidate", "cache": {"fill": "lease"}}`,
		words: "Delete after saving, and fill with a lease",
		helps: stale | judge.SetOf(judge.NoAbortedRead),
	},
	{
		patch: `{"write": "write-through-source-first"}`,
		words: "Save first, then set the cache",
		helps: stale | judge.SetOf(judge.NoAbortedRead, judge.Durable, judge.MonotonicWrites),
	},
	{
		patch: `{"write": "write-through-source-first", "cache": {"fill": "lock"}}`,
		words: "Save first, then set the cache, under a lock",
		helps: stale | judge.SetOf(judge.NoAbortedRead, judge.Durable),
	},
	{
		patch: `{"cache": {"fill": "lock"}, "writeBehind": {"staging": true}}`,
		words: "Hold a lock on the key, and let reads look into the queue",
		helps: stale,
	},
	{
		patch: `{"cache": {"fill": "lock"}, "writeBehind": {"pinDirty": true}}`,
		words: "Hold a lock on the key, and pin entries until their write is done",
		helps: stale,
	},
	{
		patch: `{"cache": {"fill": "lock"}, "writeBehind": {"journal": true, "staging": true}}`,
		words: "Keep a journal, let reads look into the queue, and hold a lock on the key",
		helps: stale | judge.SetOf(judge.Durable, judge.NoAbortedRead),
	},
	{
		patch: `{"read": "no-cache", "write": "write-around"}`,
		words: "Do without the cache",
		helps: stale | judge.SetOf(judge.NoAbortedRead, judge.Durable),
	},
}

// Remedy is a change of a scenario with which a property holds in every order.
type Remedy struct {
	Patch  jsontree.Value // of the variant's document
	Words  string
	States int // how many states were seen
	// After holds the verdicts about all properties with the change.
	After [judge.Properties]judge.Verdict
}

// RemedySearch tries, against the violation of a property by a variant, the
// changes that are known to help, and collects those with which the property
// holds in every order.
type RemedySearch struct {
	variant  *scenario.Variant
	property judge.Property
	left     []candidate
	found    []Remedy
	trial    Remedy
	x        *Explorer
}

// NewRemedySearch returns a search for remedies against the violation of a
// property by a variant.
func NewRemedySearch(variant *scenario.Variant, p judge.Property) *RemedySearch {
	m := &RemedySearch{variant: variant, property: p}
	for _, r := range candidates {
		if r.helps.Has(p) {
			m.left = append(m.left, r)
		}
	}
	return m
}

// Advance explores about the given number of states, and reports whether there
// is more to try.
func (m *RemedySearch) Advance(states int) bool {
	if m.x == nil && !m.begin() {
		return false
	}
	if more := m.x.Advance(states); more && m.x.nodes[m.property] < 0 {
		return true
	}
	if m.x.finding(m.property).Verdict == judge.Holds {
		m.trial.States = m.x.search.states()
		for p := range m.trial.After {
			m.trial.After[p] = m.x.finding(judge.Property(p)).Verdict
		}
		m.found = append(m.found, m.trial)
	}
	m.x = nil
	return len(m.left) > 0
}

// begin takes up the next candidate that changes the variant and results in a
// valid one, and reports whether there is one.
func (m *RemedySearch) begin() bool {
	for len(m.left) > 0 {
		r := m.left[0]
		m.left = m.left[1:]
		patch, err := jsontree.Parse([]byte(r.patch))
		if err != nil {
			panic(err) // a test parses the patches of all candidates
		}
		changed := m.variant.With(patch)
		if changed == nil || m.includes(patch) || jsontree.Equal(changed.Tree, m.variant.With(jsontree.FromMembers()).Tree) {
			continue
		}
		if x, err := New(changed); err == nil {
			m.x, m.trial = x, Remedy{Patch: patch, Words: r.words}
			return true
		}
	}
	return false
}

// includes reports whether a patch contains a remedy that was found already.
func (m *RemedySearch) includes(patch jsontree.Value) bool {
	for _, f := range m.found {
		if jsontree.Equal(jsontree.MergePatch(patch, f.Patch), patch) {
			return true
		}
	}
	return false
}

// Found returns the remedies found so far, the smallest change first.
func (m *RemedySearch) Found() []Remedy { return m.found }
