package replay

import "cacheplay/wasm/jsontree"

// Replayed is what a policy has missed at a capacity.
type Replayed struct {
	Policy    string
	Capacity  int64
	Counts    Counts
	PerSecond float64 // requests a second; 0 if nobody has looked at a clock
}

// MissRatio returns which share of the requests missed, and which of their bytes.
func (r *Replayed) MissRatio() (requests, bytes float64) {
	return ratio(r.Counts.Misses, r.Counts.Requests), ratio(r.Counts.MissedBytes, r.Counts.Bytes)
}

// ratio returns a part of all, 0 where there is nothing.
func ratio(part, all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// JSON returns what was counted over a trace, as an object. Requests are reads.
func (r *Replayed) JSON(trace *Trace) jsontree.Value {
	requests, bytes := r.MissRatio()
	out := jsontree.FromPairs(
		"policy", r.Policy, "capacity", r.Capacity, "requests", r.Counts.Requests, "objects", trace.Objects,
		"misses", r.Counts.Misses, "missRatio", requests, "byteMissRatio", trace.ofBytes(bytes),
	)
	if r.PerSecond > 0 {
		out.Members = append(out.Members, jsontree.Member{Name: "requestsPerSecond", Value: jsontree.FromNumber(float64(int64(r.PerSecond)))})
	}
	return out
}

// ofBytes returns a ratio of bytes, null where sizes are not known.
func (t *Trace) ofBytes(ratio float64) jsontree.Value {
	if !t.HasSizes() {
		return jsontree.Value{}
	}
	return jsontree.FromNumber(ratio)
}

// JSON returns the points that are found, as an object. "sampled" is of how many keys one
// was taken; "error" is what "missRatio" is off by at most, with a probability of 95 %.
func (c *Curve) JSON() jsontree.Value {
	whole := c.sample.whole
	points := jsontree.FromItems()
	for _, p := range c.Points() {
		points.Items = append(points.Items, jsontree.FromPairs("capacity", p.Capacity, "missRatio", p.MissRatio,
			"byteMissRatio", whole.ofBytes(p.ByteMissRatio), "error", p.Error))
	}
	return jsontree.FromPairs("policy", c.Policy, "requests", c.sample.reads, "objects", whole.Objects, "sampled", c.sample.OneIn, "points", points)
}
