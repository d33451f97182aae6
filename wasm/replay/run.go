package replay

import "cacheplay/wasm/eviction"

// DefaultPolicy is the policy that is replayed where none is named.
const DefaultPolicy = "lru"

// Optimum is the name of the policy that knows the future, besides eviction.Names.
const Optimum = "belady"

// Policies lists the names of the policies that can be replayed.
func Policies() []string { return append(eviction.Names(), Optimum) }

// Counts is what has been counted in a run. Requests are reads; what a write stores is
// no miss. Bytes are those of the requests.
type Counts struct {
	Requests, Misses   int64
	Bytes, MissedBytes int64
}

// Run is a cache of keys, without values, that serves a trace.
//
// An object has the size with which it came until it leaves, and what has expired leaves
// when it is asked for or evicted. What is larger than the cache is not stored.
type Run struct {
	trace    *Trace
	policy   eviction.Policy
	belady   *eviction.Belady // the policy, if it is that
	capacity int64
	bytes    bool // capacity and used are in bytes, else in objects

	in      []bool
	used    int64
	sizes   []uint32 // of what is in the cache, if they are counted
	expires []int64  // by key, 0 for never; nil without times to live
	next    int      // the next request
	counts  Counts
}

// Begin returns a run over a trace from its beginning with a policy, in a cache of so
// many objects or bytes. The name is one of Policies.
func Begin(trace *Trace, policy string, capacity int64, bytes bool) *Run {
	r := &Run{trace: trace, capacity: capacity, bytes: bytes, in: make([]bool, trace.Objects)}
	if policy == Optimum {
		r.belady = eviction.BeginBelady(trace.Objects, trace.Keys)
		r.policy = r.belady
	} else {
		r.policy = eviction.New(policy, trace.Objects, capacity, 1)
	}
	if bytes {
		r.sizes = make([]uint32, trace.Objects)
	}
	if trace.ttl != nil {
		r.expires = make([]int64, trace.Objects)
	}
	return r
}

// Advance serves up to n more requests, and reports whether some are left. The policy that
// knows the future looks at all of them before.
func (r *Run) Advance(n int) bool {
	if r.belady != nil && r.next == 0 {
		if n = r.belady.Prepare(n); n == 0 {
			return len(r.trace.Keys) > 0
		}
	}
	end := min(r.next+n, len(r.trace.Keys))
	if r.trace.isPlain() {
		r.reads(end)
	} else {
		r.requests(end)
	}
	return end < len(r.trace.Keys)
}

// Done returns which part of the requests is served.
func (r *Run) Done() float64 { return float64(r.next) / float64(max(len(r.trace.Keys), 1)) }

// Counts returns what was counted so far.
func (r *Run) Counts() Counts { return r.counts }

// reads serves reads of what lives for ever: hits in the policy's own loop.
func (r *Run) reads(end int) {
	keys := r.trace.Keys[:end]
	r.counts.Requests += int64(end - r.next)
	r.counts.Bytes += r.trace.bytes(r.next, end)
	for r.next += r.hits(keys); r.next < end; r.next += r.hits(keys) {
		r.miss(keys[r.next])
		r.next++
	}
}

// hits serves requests up to the first that misses, and returns how many hit.
func (r *Run) hits(keys []int32) int {
	if r.belady != nil {
		r.belady.Now = r.next
	}
	return r.policy.Hits(keys[r.next:], r.in)
}

// miss serves a read of what is not in the cache.
func (r *Run) miss(key int32) {
	r.counts.Misses++
	r.counts.MissedBytes += int64(r.trace.size(r.next))
	r.store(key)
}

// store puts what the next request is for into the cache, if it fits.
func (r *Run) store(key int32) {
	size := uint32(1)
	if r.bytes {
		size = r.trace.size(r.next)
		r.sizes[key] = size
	}
	if int64(size) > r.capacity {
		return
	}
	if r.belady != nil {
		r.belady.Now = r.next
	}
	r.policy.Come(key, size)
	for r.used+int64(size) > r.capacity {
		victim, _ := r.policy.Victim()
		r.forget(victim, true)
	}
	r.policy.Add(key, size)
	r.in[key] = true
	r.used += int64(size)
	r.renew(key)
}

// forget takes a key out of the cache.
func (r *Run) forget(key int32, evicted bool) {
	r.policy.Remove(key, evicted)
	r.in[key] = false
	if r.bytes {
		r.used -= int64(r.sizes[key])
	} else {
		r.used--
	}
}

// requests serves requests of all kinds.
func (r *Run) requests(end int) {
	for ; r.next < end; r.next++ {
		key, does := r.trace.Keys[r.next], r.trace.kindOf(r.next)
		if r.in[key] && (does == remove || r.hasExpired(key)) {
			r.forget(key, false)
		}
		if does == read {
			r.counts.Requests++
			r.counts.Bytes += int64(r.trace.size(r.next))
		}
		switch {
		case does == remove:
			continue
		case r.in[key]:
			r.hits(r.trace.Keys[:r.next+1])
		case does == read:
			r.miss(key)
		default:
			r.store(key)
		}
		if does == write {
			r.renew(key)
		}
	}
}

// hasExpired reports whether what is in the cache has expired when the next request
// comes.
func (r *Run) hasExpired(key int32) bool {
	return r.expires != nil && r.expires[key] != 0 && r.expires[key] <= r.trace.at[r.next]
}

// renew sets when what the next request has stored expires.
func (r *Run) renew(key int32) {
	if r.expires == nil {
		return
	}
	r.expires[key] = 0
	if ttl := r.trace.ttl[r.next]; ttl > 0 {
		r.expires[key] = r.trace.at[r.next] + ttl
	}
}
