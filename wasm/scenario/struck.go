package scenario

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
)

// StruckWrite is one write of a batch and what goes wrong with it. The zero value is
// none. Client and Op count from 1.
type StruckWrite struct {
	Client, Op int
	Fault      engine.Fault
}

// parseFaults parses what goes wrong with the call of an item: a fault of the whole
// call, or first a lost answer and then faults of single writes.
func (o *OrderItem) parseFaults(faults []string) bool {
	strikes := 0
	for i, text := range faults {
		id, write, isOne := strings.Cut(text, "@")
		call := callFault(id)
		if call == engine.NoFault {
			return false
		}
		if !isOne {
			o.Fault = call
			if i > 0 || len(faults) > 1 && call != engine.SourceTimeout {
				return false
			}
			continue
		}
		client, op, ok := parseOpID(write)
		if !ok || strikes == len(o.Struck) || o.Choice != engine.WorkerStep || call != engine.SourceError && call != engine.SourceRefuse {
			return false
		}
		o.Struck[strikes] = StruckWrite{client, op, call}
		strikes++
	}
	return true
}

// Strikes returns the single writes of a batch that something goes wrong with.
func (o *OrderItem) Strikes() []StruckWrite {
	n := slices.IndexFunc(o.Struck[:], func(s StruckWrite) bool { return s.Fault == engine.NoFault })
	if n < 0 {
		n = len(o.Struck)
	}
	return o.Struck[:n]
}

// faults returns all that goes wrong with the call of an item.
func (o *OrderItem) faults() (all []engine.Fault) {
	if o.Fault != engine.NoFault {
		all = append(all, o.Fault)
	}
	for _, s := range o.Strikes() {
		all = append(all, s.Fault)
	}
	return all
}

// GoesWrong returns how much goes wrong with an item: the faults of its call, or the
// item itself if it is one.
func (o OrderItem) GoesWrong() int {
	if n := len(o.faults()); n > 0 || (engine.Choice{Kind: o.Choice}).Needs()&^engine.AllowLate == 0 {
		return n
	}
	return 1
}

// struck returns the single writes that something goes wrong with in a choice.
func (c *Compiled) struck(w *engine.World, ch engine.Choice) (struck [MaxFaults]StruckWrite) {
	i := 0
	for place, op := range c.Model.Serves(w, ch) {
		if fault := ch.Struck.Of(place); fault != engine.NoFault {
			client, number := c.ref(w, op)
			struck[i] = StruckWrite{client, number, fault}
			i++
		}
	}
	return struck
}
