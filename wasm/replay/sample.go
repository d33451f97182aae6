package replay

import "cacheplay/wasm/random"

const (
	// SampleAbove is the number of requests above which curves are sampled.
	SampleAbove = 10_000_000
	// parts is in how many parts a sample is taken, so that the error can be estimated
	// from how much they differ.
	parts = 8
)

// Sample is a trace, or a part of its keys with all their requests: each key is taken
// by a hash of it. A cache that is as many times smaller as there are fewer keys then
// misses as often. Source: Waldspurger, Park, Garthwaite and Ahmad, "Efficient MRC
// Construction with SHARDS" (FAST 2015), with its adjustment for how many requests the
// sample should have had, and for policies other than LRU Waldspurger, Saemundsson, Ahmad
// and Park, "Cache Modeling and Optimization using Miniature Simulations" (USENIX ATC
// 2017).
type Sample struct {
	// OneIn is of how many keys one is in the sample, 1 where all are.
	OneIn int

	whole *Trace
	parts []*Trace

	next         int     // the next request of the whole
	number       []int32 // that a key has in its part, from 1
	reads, bytes int64   // of the whole, up to that request
}

// Take returns the whole trace if it has at most so many requests, else a sample of at
// most about as many.
func Take(trace *Trace, requests int) *Sample {
	s := BeginSample(trace, requests)
	s.Advance(len(trace.Keys))
	return s
}

// BeginSample returns what Take does, to be completed by Advance.
func BeginSample(trace *Trace, requests int) *Sample {
	s := &Sample{OneIn: 1, whole: trace, parts: []*Trace{trace}}
	for len(trace.Keys)/s.OneIn > requests {
		s.OneIn *= 2
	}
	if s.OneIn > 1 {
		s.number = make([]int32, trace.Objects)
		s.parts = make([]*Trace, parts)
		for i := range s.parts {
			s.parts[i] = &Trace{}
		}
	}
	return s
}

// Advance looks at up to n more requests, and reports whether some are left.
func (s *Sample) Advance(n int) bool {
	for end := min(s.next+n, len(s.whole.Keys)); s.next < end; s.next++ {
		if s.whole.kindOf(s.next) == read {
			s.reads++
			s.bytes += int64(s.whole.size(s.next))
		}
		if s.OneIn > 1 {
			s.put(s.next)
		}
	}
	return s.next < len(s.whole.Keys)
}

// put puts a request into its part, if it belongs to one.
func (s *Sample) put(i int) {
	key := s.whole.Keys[i]
	hash := random.NewStream(uint64(key), "replay.sample")
	part := int(hash.Uint64() % uint64(parts*s.OneIn))
	if part >= parts {
		return
	}
	p := s.parts[part]
	if s.number[key] == 0 {
		p.Objects++
		s.number[key] = int32(p.Objects)
	}
	p.take(s.whole, i, s.number[key]-1)
}

// share returns what a part has of something that is spread evenly over all keys.
func (s *Sample) share(of int64) float64 {
	if s.OneIn == 1 {
		return float64(of)
	}
	return float64(of) / float64(parts*s.OneIn)
}

// take appends a request of another trace, with the number that its key has here.
func (t *Trace) take(from *Trace, i int, key int32) {
	t.Keys = append(t.Keys, key)
	if from.sizes != nil {
		t.sizes = append(t.sizes, from.sizes[i])
	}
	if from.kinds != nil {
		t.kinds = append(t.kinds, from.kinds[i])
	}
	if from.ttl != nil {
		t.ttl, t.at = append(t.ttl, from.ttl[i]), append(t.at, from.at[i])
	}
}
