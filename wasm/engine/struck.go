package engine

import "math/bits"

// Struck says what goes wrong with single writes of a batch, SourceError or
// SourceRefuse: two bits for each write, in the order in which their call carries
// them.
type Struck uint64

// Of returns what goes wrong with the write at a place.
func (s Struck) Of(place int) Fault { return Fault(s >> (2 * place) & 3) }

// With returns s with a fault of one more write.
func (s Struck) With(place int, fault Fault) Struck { return s | Struck(fault)<<(2*place) }

// first returns the place of the first write that something goes wrong with, -1 for
// none.
func (s Struck) first() int {
	if s == 0 {
		return -1
	}
	return bits.TrailingZeros64(uint64(s)) / 2
}

// Plain returns the choice without what goes wrong with its call.
func (c Choice) Plain() Choice {
	c.Fault, c.Struck = NoFault, 0
	return c
}

// Strikes returns the choices that let the same go wrong one by one: the call as a
// whole, then its writes.
func (c Choice) Strikes() []Choice {
	if c.Struck == 0 {
		return []Choice{c}
	}
	var out []Choice
	if c.Fault != NoFault {
		whole := c
		whole.Struck = 0
		out = append(out, whole)
	}
	for place := 0; c.Struck>>(2*place) != 0; place++ {
		if fault := c.Struck.Of(place); fault != NoFault {
			one := c.Plain()
			one.Struck = one.Struck.With(place, fault)
			out = append(out, one)
		}
	}
	return out
}

// And returns the choice with what goes wrong in another one of the same actor too, and
// false if that cannot be.
func (c Choice) And(o Choice) (Choice, bool) {
	if c.Plain() != o.Plain() || c.Fault != NoFault && o.Fault != NoFault {
		return c, false
	}
	for place := 0; o.Struck>>(2*place) != 0; place++ {
		if c.Struck.Of(place) != NoFault && o.Struck.Of(place) != NoFault {
			return c, false
		}
	}
	c.Fault, c.Struck = max(c.Fault, o.Fault), c.Struck|o.Struck
	return c, true
}
