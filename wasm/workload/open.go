package workload

// OpenLoop yields the operations of a generated workload whose clients send them at a rate,
// whether or not others have been answered. It implements Source. Drawing allocates
// nothing, except where created keys need new ranks.
type OpenLoop struct {
	contents contents
	streams  streams
	times    schedule
	left     int64 // operations to come
}

// NewOpenLoop returns the operations of a workload that is not closed. The same seed gives
// the same ones.
func NewOpenLoop(g *Generated, seed uint64) *OpenLoop {
	end, left := limits(g)
	return &OpenLoop{
		contents: newContents(g, seed),
		streams:  newStreams(seed, ""),
		times:    newSchedule(&g.Arrivals, end, seed),
		left:     left,
	}
}

// Next sets op to the next operation, and reports whether there was one.
func (o *OpenLoop) Next(op *Operation) bool {
	if o.left == 0 {
		return false
	}
	at, ok := o.times.next()
	if !ok {
		o.left = 0
		return false
	}
	o.left--
	*op = Operation{At: at}
	o.contents.draw(&o.streams, op)
	return true
}
