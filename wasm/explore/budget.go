package explore

import (
	"math/bits"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
)

// budget is how often each kind of fault, expiry or eviction may still happen, and
// each fault that is aimed at a call, by the bit of engine.Allowed; and last, 1 if a
// crash can last.
type budget [lasting + 1]uint8

// lasting is the index of the last.
const lasting = scenario.Budgets + scenario.MaxFaults

// allowed returns what may still happen.
func (b *budget) allowed() engine.Allowed {
	a := engine.AllowLate
	if b[lasting] > 0 {
		a |= engine.AllowDowntime
	}
	for i, n := range b[:lasting] {
		if n > 0 {
			a |= 1 << i
		}
	}
	return a
}

// budgetOf returns how often each kind of fault, expiry or eviction may happen in
// a variant.
func budgetOf(variant *scenario.Variant) budget {
	var b budget
	for i, n := range variant.Explore.Budget {
		b[i] = uint8(n)
	}
	for i := range variant.Explore.Aims {
		b[scenario.Budgets+i] = 1
	}
	if variant.Explore.Downtime {
		b[lasting] = 1
	}
	return b
}

// spend uses up what a choice in a world takes.
func (b *budget) spend(m *engine.Model, w *engine.World, c engine.Choice) {
	for _, strike := range c.Strikes() {
		if what := m.Spends(w, strike, b.allowed()); what != 0 {
			b[bits.TrailingZeros32(uint32(what))]--
		}
	}
}

// choices returns all that may happen next, as Model.Choices does, and then the saves of
// a batch with which more than one thing goes wrong.
func (b *budget) choices(m *engine.Model, w *engine.World) []engine.Choice {
	return b.withSeveral(m, w, m.Choices(w, b.allowed(), nil))
}

// withSeveral appends the saves of a batch with which more than one thing goes wrong.
func (b *budget) withSeveral(m *engine.Model, w *engine.World, choices []engine.Choice) []engine.Choice {
	var strikes []engine.Choice
	for _, c := range choices {
		if c.Struck != 0 || c.Fault == engine.SourceTimeout {
			strikes = append(strikes, c)
		}
	}
	for i, c := range strikes {
		left := *b
		left.spend(m, w, c)
		choices = left.combine(m, w, c, strikes[i+1:], choices)
	}
	return choices
}

// combine appends a choice with each set of further strikes that its batch can have.
func (b *budget) combine(m *engine.Model, w *engine.World, c engine.Choice, strikes, dst []engine.Choice) []engine.Choice {
	if len(c.Strikes()) == scenario.MaxFaults {
		return dst
	}
	for i, one := range strikes {
		both, ok := c.And(one)
		if !ok || m.Spends(w, one, b.allowed()) == 0 {
			continue
		}
		left := *b
		left.spend(m, w, one)
		dst = left.combine(m, w, both, strikes[i+1:], append(dst, both))
	}
	return dst
}
