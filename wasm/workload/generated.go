package workload

import (
	"math/bits"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
)

// Generated is a workload that is drawn from a few figures. It ends with the last of its
// operations, or when its duration is over, whichever comes first. One of the two is
// given.
//
// Arrivals, think times, kinds, keys and sizes have random streams of their own, so that
// another figure for one of them leaves the draws of the others as they are; only whether
// keys are created at all changes which ones are drawn by rank.
type Generated struct {
	Arrivals   Arrivals
	Keys       Keys
	Mix        Mix
	Size       *random.Distribution // of key and value together, in bytes; nil if not said
	Operations int64                // how many there are; 0 for as many as there is time for
	Duration   int64                // in nanoseconds; 0 for as long as it takes
	WarmUp     int64                // how long nothing is measured, from the start, in nanoseconds
}

// Mix says how often each kind of operation comes, in parts: weights that are compared
// with each other. They are in thousandths.
type Mix struct {
	Parts [engine.OpKinds]int64
	// ReadModifyWrite is a get and, after its answer, an edit of the same key. Only
	// clients that wait for their answers have it.
	ReadModifyWrite int64
}

// readModifyWrite stands in the draws of a mix behind the kinds.
const readModifyWrite = uint32(engine.OpKinds)

// weights returns the parts as weights.
func (m *Mix) weights() []uint64 {
	var weights []uint64
	for _, part := range m.Parts {
		weights = append(weights, uint64(part))
	}
	return append(weights, uint64(m.ReadModifyWrite))
}

// Sum returns all parts together.
func (m *Mix) Sum() int64 {
	sum := m.ReadModifyWrite
	for _, part := range m.Parts {
		sum += part
	}
	return sum
}

// limits returns when a workload ends, and after how many operations.
func limits(g *Generated) (end, operations int64) {
	end, operations = g.Duration, g.Operations
	if end == 0 {
		end = random.Max
	}
	if operations == 0 {
		operations = forever
	}
	return end, operations
}

// MostKeys returns how many keys there are at the end at the most: that there are more is
// as likely as ten standard deviations are. Where clients wait for answers and create keys,
// the number of operations is given.
func (g *Generated) MostKeys() uint32 {
	if g.Mix.Parts[engine.Create] == 0 {
		return g.Keys.Count
	}
	operations := uint64(g.Operations)
	if operations == 0 {
		operations = margin(uint64(g.Arrivals.Expected(g.Duration)))
	}
	parts, all := uint64(g.Mix.Parts[engine.Create]), uint64(g.Mix.Sum())
	created := margin(operations/all*parts + operations%all*parts/all)
	return uint32(min(uint64(g.Keys.Count)+min(created, operations), 1<<31-1))
}

// margin returns what is as likely to be exceeded as ten standard deviations are, where n
// is expected.
func margin(n uint64) uint64 { return n + 10*root(n) + 100 }

// root returns the square root of n, or 1 more (Newton's method).
func root(n uint64) uint64 {
	r := uint64(1) << ((bits.Len64(n) + 1) / 2)
	for next := (r + n/r) / 2; next < r; next = (r + n/r) / 2 {
		r = next
	}
	return r + 1
}

// contents draws what operations do.
type contents struct {
	mix   random.Weighted
	keys  keySpace
	size  *random.Distribution
	sizes random.Stream // word k is for the size of key k
}

// streams are what operations are drawn from, one client's or all together.
type streams struct{ kinds, keys random.Stream }

// newStreams returns the streams of a client, "" for all clients together.
func newStreams(seed uint64, client string) streams {
	return streams{
		kinds: random.NewStream(seed, "workload.mix"+client),
		keys:  random.NewStream(seed, "workload.keys"+client),
	}
}

// newContents returns what draws the operations of a workload.
func newContents(g *Generated, seed uint64) contents {
	return contents{
		mix:   random.NewWeighted(g.Mix.weights()),
		keys:  newKeySpace(g.Keys, g.Mix.Parts[engine.Create] > 0),
		size:  g.Size,
		sizes: random.NewStream(seed, "workload.size"),
	}
}

// draw sets what the operation does, and reports whether an edit of the same key
// follows. An operation that creates its key draws one like the others and leaves it, so
// that the keys of the operations after it are the same in another mix that creates keys.
func (c *contents) draw(s *streams, op *Operation) (modifies bool) {
	kind := c.mix.Draw(&s.kinds)
	modifies = kind == readModifyWrite
	op.Key, op.Kind = c.keys.draw(&s.keys), engine.OpKind(kind)
	switch {
	case modifies:
		op.Kind = engine.Get
	case op.Kind == engine.Create:
		op.Key = c.keys.create()
	}
	op.Size = c.sizeOf(op.Key)
	return modifies
}

// sizeOf returns the size of a key and its value, which stays the same: 1 at least.
func (c *contents) sizeOf(key uint32) uint32 {
	if c.size == nil {
		return 0
	}
	word := c.sizes
	word.Skip(uint64(key))
	return uint32(min(max(c.size.Sample(&word), 1), 1<<32-1))
}
