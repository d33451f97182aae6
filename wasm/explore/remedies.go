package explore

import (
	"strings"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// candidate is a change of a scenario that the literature, or a product, gives
// against the violation of some properties.
type candidate struct {
	patch string // a merge patch, in which ' stands for "
	words string // what it does, as the beginning of a sentence
	helps violations
}

func setOf(list ...Property) (v violations) {
	for _, p := range list {
		v |= 1 << p
	}
	return v
}

// stale are the properties that an old copy violates.
var stale = setOf(Linearizable, ReadYourWrites, MonotonicReads, Converges)

// candidates are in the order in which they are tried: the smaller changes first,
// then those that take another strategy, then two together. Sources: Nishtala
// et al., "Scaling Memcache at Facebook" (NSDI 2013) for leases; Meta
// Engineering, "Cache made consistent" (2022) for versions; the write-behind
// documentation of Ehcache, Hazelcast, Ignite and Infinispan for the queue's.
var candidates = []candidate{
	{"{'cache': {'fill': 'lease'}}", "Fill the cache with a lease", stale},
	{"{'cache': {'fill': 'version'}}", "Fill the cache by version", stale},
	{"{'cache': {'fill': 'lock'}}", "Hold a lock on the key", stale},
	{"{'onError': 'rollback'}", "Take back what a failed write has cached", stale | setOf(NoAbortedRead)},
	{"{'accessor': {'maxAttempts': 2}}", "Try a failed call again", stale | setOf(NoAbortedRead, Durable)},
	{"{'accessor': {'idempotencyKey': true}}", "Give each operation an idempotency key", setOf(AtMostOnce)},
	{"{'writeBehind': {'journal': true}}", "Keep the queue in a journal", setOf(Durable, NoAbortedRead, Converges, Linearizable)},
	{"{'writeBehind': {'staging': true}}", "Let reads look into the queue too", stale},
	{"{'writeBehind': {'pinDirty': true}}", "Pin entries until their write is done", stale},
	{"{'writeBehind': {'partitionBy': 'key'}}", "Let one worker at a time write a key", setOf(Durable, Converges, MonotonicWrites)},
	{"{'writeBehind': {'workers': 1}}", "Have one worker only", setOf(MonotonicWrites, Durable, Converges)},
	{"{'writeBehind': {'onFailure': 'retry-in-place'}}", "Try a failed write again in its place", setOf(Durable, Converges, MonotonicWrites, NoAbortedRead)},
	{"{'writeBehind': {'coalescing': 'merge'}}", "Merge writes instead of letting the last win", setOf(Durable)},
	{"{'writeBehind': {'coalescing': 'none'}}", "Do not coalesce", setOf(Durable)},
	{"{'writeBehind': {'onFull': 'block'}}", "Let writers wait when the queue is full", setOf(Durable, Converges)},
	{"{'writeBehind': {'cleanBy': 'sequence'}}", "Clean an entry only when its own write is done", stale},
	{"{'cache': {'survivesCrash': true}}", "Run the cache in a process of its own", stale},
	{"{'write': 'write-invalidate', 'cache': {'fill': 'lease'}}", "Delete after saving, and fill with a lease", stale | setOf(NoAbortedRead)},
	{"{'write': 'write-through-source-first'}", "Save first, then set the cache", stale | setOf(NoAbortedRead, Durable, MonotonicWrites)},
	{"{'write': 'write-through-source-first', 'cache': {'fill': 'lock'}}", "Save first, then set the cache, under a lock", stale | setOf(NoAbortedRead, Durable)},
	{"{'cache': {'fill': 'lock'}, 'writeBehind': {'staging': true}}", "Hold a lock on the key, and let reads look into the queue", stale},
	{"{'cache': {'fill': 'lock'}, 'writeBehind': {'pinDirty': true}}", "Hold a lock on the key, and pin entries until their write is done", stale},
	{"{'cache': {'fill': 'lock'}, 'writeBehind': {'journal': true, 'staging': true}}", "Keep a journal, let reads look into the queue, and hold a lock on the key", stale | setOf(Durable, NoAbortedRead)},
	{"{'read': 'no-cache', 'write': 'write-around'}", "Do without the cache", stale | setOf(NoAbortedRead, Durable)},
}

// Remedy is a change with which exploration finds a property to hold.
type Remedy struct {
	Patch  jsontree.Value // of the run's document
	Words  string
	States int // how many states were seen
}

// RemedySearch tries, for a property that a run violates, the changes that are
// known to help, the smallest first, and keeps those with which the property
// holds in every order.
type RemedySearch struct {
	run      *scenario.Run
	property Property
	left     []candidate
	found    []Remedy
	trial    Remedy
	x        *Explorer
}

// NewRemedySearch begins to look for what helps a run against the violation of a
// property.
func NewRemedySearch(run *scenario.Run, p Property) *RemedySearch {
	m := &RemedySearch{run: run, property: p}
	for _, r := range candidates {
		if r.helps.has(p) {
			m.left = append(m.left, r)
		}
	}
	return m
}

// Advance goes on by about so many states, and reports whether there is more to
// try.
func (m *RemedySearch) Advance(states int) bool {
	if m.x == nil && !m.begin() {
		return false
	}
	if more := m.x.Advance(states); more && m.x.nodes[m.property] < 0 {
		return true
	}
	if m.x.finding(m.property).Verdict == Holds {
		m.trial.States = m.x.search.states()
		m.found = append(m.found, m.trial)
	}
	m.x = nil
	return len(m.left) > 0
}

// begin takes up the next change that changes anything and makes sense.
func (m *RemedySearch) begin() bool {
	for len(m.left) > 0 {
		r := m.left[0]
		m.left = m.left[1:]
		patch, err := jsontree.Parse([]byte(strings.ReplaceAll(r.patch, "'", `"`)))
		if err != nil {
			panic(err) // a test parses them all
		}
		changed := m.run.With(patch)
		if changed == nil || m.includes(patch) || jsontree.Equal(changed.Tree, m.run.With(jsontree.FromMembers()).Tree) {
			continue
		}
		if x, err := New(changed); err == nil {
			m.x, m.trial = x, Remedy{Patch: patch, Words: r.words}
			return true
		}
	}
	return false
}

// includes reports whether a change does more than one that has been found to
// be enough.
func (m *RemedySearch) includes(patch jsontree.Value) bool {
	for _, f := range m.found {
		if jsontree.Equal(jsontree.MergePatch(patch, f.Patch), patch) {
			return true
		}
	}
	return false
}

// Found returns what was found to help by now, the smallest change first.
func (m *RemedySearch) Found() []Remedy { return m.found }
