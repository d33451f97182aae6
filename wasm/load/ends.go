package load

// ends are instants still to come at which operations end that went ahead. What passes
// meanwhile is one of a few spans, and those that are equally far ahead come in their order:
// for each span they stand in a ring.
type ends struct {
	rings []ring
	first int64 // the earliest, if there is one
	count int
}

// ring holds instants in their order.
type ring struct {
	span     int64
	at       []int64 // a power of two
	from, to uint32  // counts of those that were taken and added
}

// add adds an instant that comes after a span.
func (e *ends) add(at, span int64) {
	i := 0
	for i < len(e.rings) && e.rings[i].span != span {
		i++
	}
	if i == len(e.rings) {
		e.rings = append(e.rings, ring{span: span})
	}
	r := &e.rings[i]
	if int(r.to-r.from) == len(r.at) {
		r.grow()
	}
	r.at[r.to&uint32(len(r.at)-1)] = at
	r.to++
	if e.count == 0 || at < e.first {
		e.first = at
	}
	e.count++
}

// grow makes room for twice as many instants.
func (r *ring) grow() {
	at := make([]int64, max(2*len(r.at), 64))
	for n := r.from; n != r.to; n++ {
		at[n&uint32(len(at)-1)] = r.at[n&uint32(len(r.at)-1)]
	}
	r.at = at
}

// take removes and returns the earliest instant. There is one.
func (e *ends) take() int64 {
	taken, next, found := e.first, int64(notYet), false
	for i := range e.rings {
		r := &e.rings[i]
		if r.from == r.to {
			continue
		}
		if head := r.at[r.from&uint32(len(r.at)-1)]; !found && head == taken {
			r.from++
			found = true
			if r.from == r.to {
				continue
			}
		}
		next = min(next, r.at[r.from&uint32(len(r.at)-1)])
	}
	e.first = next
	e.count--
	return taken
}
