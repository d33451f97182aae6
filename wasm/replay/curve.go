package replay

import "math"

// Curve finds how often a policy misses at several capacities.
type Curve struct {
	Policy string

	sample     *Sample
	capacities []int64
	bytes      bool

	at     int        // which run comes next: by part, then by capacity
	run    *Run       // the one that is under way
	stack  *distances // instead of it where all capacities take one run
	counts [][]Counts // by part and capacity
}

// Point is a point of a curve. Error is what its miss ratio differs from that of the
// whole trace by at most, with a probability of 95 %: 0 where nothing was sampled.
type Point struct {
	Capacity                        int64
	MissRatio, ByteMissRatio, Error float64
}

// Capacities returns the capacities at which a curve is drawn where none are given, from
// a thousandth of what all objects take.
func Capacities(all int64) (list []int64) {
	for c := max(all/1000, 1); c < all; c = max(c+1, c*13/10) {
		list = append(list, c)
	}
	return append(list, max(all, 1))
}

// Curve returns the curve of a policy, to be found by Advance. The capacities are those
// of the whole trace, in ascending order.
func (s *Sample) Curve(policy string, capacities []int64, bytes bool) *Curve {
	c := &Curve{Policy: policy, sample: s, capacities: capacities, bytes: bytes}
	for range s.parts {
		c.counts = append(c.counts, make([]Counts, len(capacities)))
	}
	return c
}

// small returns a capacity for one part of the sample.
func (c *Curve) small(capacity int64) int64 {
	return max(int64(c.sample.share(capacity)+0.5), 1)
}

// isStack reports whether one run gives the misses at all capacities: what LRU holds is
// part of what it holds at a greater capacity.
func (c *Curve) isStack() bool {
	return c.Policy == "lru" && !c.bytes && c.sample.whole.isPlain()
}

// Advance serves about n more requests, and reports whether some are left.
func (c *Curve) Advance(n int) bool {
	if c.isStack() {
		return c.advanceStack(n)
	}
	part, point := c.at/len(c.capacities), c.at%len(c.capacities)
	if part == len(c.sample.parts) {
		return false
	}
	if c.run == nil {
		c.run = Begin(c.sample.parts[part], c.Policy, c.small(c.capacities[point]), c.bytes)
	}
	if !c.run.Advance(n) {
		c.counts[part][point] = c.run.Counts()
		c.run = nil
		c.at++
	}
	return c.at < len(c.sample.parts)*len(c.capacities)
}

func (c *Curve) advanceStack(n int) bool {
	if c.at == len(c.sample.parts) {
		return false
	}
	if c.stack == nil {
		small := make([]int64, len(c.capacities))
		for i, capacity := range c.capacities {
			small[i] = c.small(capacity)
		}
		c.stack = newDistances(c.sample.parts[c.at], small)
	}
	if !c.stack.advance(n) {
		c.counts[c.at] = c.stack.counts()
		c.stack = nil
		c.at++
	}
	return c.at < len(c.sample.parts)
}

// Done returns which part of all runs is over.
func (c *Curve) Done() float64 {
	part, runs := 0.0, len(c.sample.parts)
	switch {
	case c.stack != nil:
		part = c.stack.done()
	case c.run != nil:
		part = c.run.Done()
	}
	if !c.isStack() {
		runs *= len(c.capacities)
	}
	return (float64(c.at) + part) / float64(runs)
}

// Points returns the points that are found, all once Advance has returned false.
func (c *Curve) Points() []Point {
	found := c.at - (len(c.sample.parts)-1)*len(c.capacities)
	if c.isStack() {
		found = (c.at / len(c.sample.parts)) * len(c.capacities)
	}
	points := make([]Point, max(found, 0))
	for i := range points {
		points[i] = c.point(i)
	}
	return points
}

// point returns a point that is found.
func (c *Curve) point(i int) Point {
	requests, bytes := max(c.sample.share(c.sample.reads), 1), max(c.sample.share(c.sample.bytes), 1)
	p := Point{Capacity: c.capacities[i]}
	var ratios []float64
	for part := range c.sample.parts {
		counts := c.counts[part][i]
		ratio := min(float64(counts.Misses)/requests, 1)
		ratios = append(ratios, ratio)
		p.MissRatio += ratio / float64(len(c.sample.parts))
		p.ByteMissRatio += min(float64(counts.MissedBytes)/bytes, 1) / float64(len(c.sample.parts))
	}
	p.Error = errorOf(ratios, p.MissRatio)
	return p
}

// errorOf returns how far the mean of what was found in the parts may be off.
func errorOf(found []float64, mean float64) float64 {
	if len(found) == 1 {
		return 0
	}
	squares := 0.0
	for _, f := range found {
		squares += float64((f - mean) * (f - mean)) // rounded, as on every processor
	}
	const t = 2.365 // of Student's distribution with parts-1 degrees of freedom, both sides, 95 %
	return t * math.Sqrt(squares/float64((len(found)-1)*len(found)))
}
