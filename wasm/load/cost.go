package load

import (
	"math"

	"cacheplay/wasm/engine"
)

// holding measures how many bytes the cache holds: of each key that it holds as many as
// the last operation of the key has said.
type holding struct {
	Level
	sizes []uint32 // by key, with its value; 0 if not said
	// isUnsized says that it has held a key of which no operation has said a size.
	isUnsized bool
}

// newHolding returns the measure of a cache that may hold some keys, of which sizes are
// known.
func newHolding(keys int, sizes []uint32) *holding {
	h := &holding{sizes: make([]uint32, keys)}
	copy(h.sizes, sizes)
	return h
}

// note measures the effect of one phase of a step.
func (h *holding) note(e *engine.Effect, now int64) {
	for i := range e.Changes {
		if c := &e.Changes[i]; c.Kind == engine.EntryChanged {
			switch was, is := takesRoom(&c.EntryBefore), takesRoom(&c.EntryAfter); {
			case is && !was:
				h.Add(now, int64(h.sizes[c.Key]))
				h.isUnsized = h.isUnsized || h.sizes[c.Key] == 0
			case was && !is:
				h.Add(now, -int64(h.sizes[c.Key]))
			}
		}
	}
}

// takesRoom reports whether an entry is there and has a value. To know that there is
// none takes no room.
func takesRoom(entry *engine.Entry) bool { return entry.Present && entry.Record.HasContent() }

// said notes the size that an operation says of its key, whose entry is given.
func (h *holding) said(key int32, size uint32, entry *engine.Entry, now int64) {
	if takesRoom(entry) {
		h.Add(now, int64(size)-int64(h.sizes[key]))
	}
	h.sizes[key] = size
}

// costOfCache returns what the cache costs an hour. It is unknown without a price, and
// where the cache has held what has no size.
func (m *meter) costOfCache() Value {
	if m.prices.GBHour == 0 || m.held == nil || m.held.isUnsized {
		return Value{}
	}
	return amount(m.held.Mean(m.until())/1e9, m.prices.GBHour)
}

// costOfSource returns what the calls of the source cost an hour, unknown without a price.
func (m *meter) costOfSource() Value {
	if m.prices.MillionCalls == 0 {
		return Value{}
	}
	return amount(m.traffic.CallRate(m.until())*3600/1e6, m.prices.MillionCalls)
}

// cost returns what cache and source cost an hour, or the one that has a price. It is
// unknown if that of the cache is.
func (m *meter) cost() Value {
	cache, source := m.costOfCache(), m.costOfSource()
	switch {
	case m.prices.GBHour == 0:
		return source
	case m.prices.MillionCalls == 0:
		return cache
	}
	return Value{cache.N + source.N, cache.Of}
}

// amount returns what so much costs, by a price in millionths, with nine decimals.
func amount(much float64, price int64) Value {
	return Value{uint64(math.Round(much * float64(price) * 1e3)), 1e9}
}
