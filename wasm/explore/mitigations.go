package explore

import (
	"strings"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// remedy is a change of a scenario that the literature, or a product, gives
// against the violation of some properties.
type remedy struct {
	patch string // a merge patch, in which ' stands for "
	words string // what it does, as the beginning of a sentence
	helps violations
}

func against(list ...Property) (v violations) {
	for _, p := range list {
		v |= 1 << p
	}
	return v
}

// stale are the properties that an old copy violates.
var stale = against(Linearizable, ReadYourWrites, MonotonicReads, Converges)

// remedies are in the order in which they are tried: the smaller changes first,
// then those that take another strategy, then two together. Sources: Nishtala
// et al., "Scaling Memcache at Facebook" (NSDI 2013) for leases; Meta
// Engineering, "Cache made consistent" (2022) for versions; the write-behind
// documentation of Ehcache, Hazelcast, Ignite and Infinispan for the queue's.
var remedies = []remedy{
	{"{'cache': {'fill': 'lease'}}", "Fill the cache with a lease", stale},
	{"{'cache': {'fill': 'version'}}", "Fill the cache by version", stale},
	{"{'cache': {'fill': 'lock'}}", "Hold a lock on the key", stale},
	{"{'onError': 'rollback'}", "Take back what a failed write has cached", stale | against(NoAbortedRead)},
	{"{'accessor': {'maxAttempts': 2}}", "Try a failed call again", stale | against(NoAbortedRead, Durable)},
	{"{'accessor': {'idempotencyKey': true}}", "Give each operation an idempotency key", against(AtMostOnce)},
	{"{'writeBehind': {'journal': true}}", "Keep the queue in a journal", against(Durable, NoAbortedRead, Converges, Linearizable)},
	{"{'writeBehind': {'staging': true}}", "Let reads look into the queue too", stale},
	{"{'writeBehind': {'pinDirty': true}}", "Pin entries until their write is done", stale},
	{"{'writeBehind': {'partitionBy': 'key'}}", "Let one worker at a time write a key", against(Durable, Converges, MonotonicWrites)},
	{"{'writeBehind': {'workers': 1}}", "Have one worker only", against(MonotonicWrites, Durable, Converges)},
	{"{'writeBehind': {'onFailure': 'retry-in-place'}}", "Try a failed write again in its place", against(Durable, Converges, MonotonicWrites, NoAbortedRead)},
	{"{'writeBehind': {'coalescing': 'merge'}}", "Merge writes instead of letting the last win", against(Durable)},
	{"{'writeBehind': {'coalescing': 'none'}}", "Do not coalesce", against(Durable)},
	{"{'writeBehind': {'onFull': 'block'}}", "Let writers wait when the queue is full", against(Durable, Converges)},
	{"{'writeBehind': {'cleanBy': 'sequence'}}", "Clean an entry only when its own write is done", stale},
	{"{'cache': {'survivesCrash': true}}", "Run the cache in a process of its own", stale},
	{"{'write': 'write-invalidate', 'cache': {'fill': 'lease'}}", "Delete after saving, and fill with a lease", stale | against(NoAbortedRead)},
	{"{'write': 'write-through-source-first'}", "Save first, then set the cache", stale | against(NoAbortedRead, Durable, MonotonicWrites)},
	{"{'write': 'write-through-source-first', 'cache': {'fill': 'lock'}}", "Save first, then set the cache, under a lock", stale | against(NoAbortedRead, Durable)},
	{"{'cache': {'fill': 'lock'}, 'writeBehind': {'staging': true}}", "Hold a lock on the key, and let reads look into the queue", stale},
	{"{'cache': {'fill': 'lock'}, 'writeBehind': {'pinDirty': true}}", "Hold a lock on the key, and pin entries until their write is done", stale},
	{"{'cache': {'fill': 'lock'}, 'writeBehind': {'journal': true, 'staging': true}}", "Keep a journal, let reads look into the queue, and hold a lock on the key", stale | against(Durable, NoAbortedRead)},
	{"{'read': 'no-cache', 'write': 'write-around'}", "Do without the cache", stale | against(NoAbortedRead, Durable)},
}

// Mitigation is a change with which exploration finds a property to hold.
type Mitigation struct {
	Patch  jsontree.Value // of the run's document
	Words  string
	States int // how many states were seen
}

// Mitigator tries, for a property that a run violates, the changes that are
// known to help, the smallest first, and keeps those with which the property
// holds in every order.
type Mitigator struct {
	run      *scenario.Run
	property Property
	left     []remedy
	found    []Mitigation
	trial    Mitigation
	x        *Explorer
}

// NewMitigator begins to look for what helps a run against the violation of a
// property.
func NewMitigator(run *scenario.Run, p Property) *Mitigator {
	m := &Mitigator{run: run, property: p}
	for _, r := range remedies {
		if r.helps.has(p) {
			m.left = append(m.left, r)
		}
	}
	return m
}

// Advance goes on by about so many states, and reports whether there is more to
// try.
func (m *Mitigator) Advance(states int) bool {
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
func (m *Mitigator) begin() bool {
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
			m.x, m.trial = x, Mitigation{Patch: patch, Words: r.words}
			return true
		}
	}
	return false
}

// includes reports whether a change does more than one that has been found to
// be enough.
func (m *Mitigator) includes(patch jsontree.Value) bool {
	for _, f := range m.found {
		if jsontree.Equal(jsontree.MergePatch(patch, f.Patch), patch) {
			return true
		}
	}
	return false
}

// Found returns what was found to help by now, the smallest change first.
func (m *Mitigator) Found() []Mitigation { return m.found }
