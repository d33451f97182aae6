package eviction

import "cacheplay/wasm/random"

// randomPolicy evicts any key, each as likely as the others.
type randomPolicy struct {
	keys   []int32
	at     []int32 // where a key stands in keys, none if it does not
	drawn  int32   // the victim, until it is removed
	stream random.Stream
}

func newRandom(keys int, stream random.Stream) *randomPolicy {
	r := &randomPolicy{at: make([]int32, keys), drawn: none, stream: stream}
	for i := range r.at {
		r.at[i] = none
	}
	return r
}

func (r *randomPolicy) Come(int32, uint32) {}

func (r *randomPolicy) Add(key int32, _ uint32) {
	r.at[key] = int32(len(r.keys))
	r.keys = append(r.keys, key)
}

func (r *randomPolicy) Hit(int32) {}

func (r *randomPolicy) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
	}
	return len(keys)
}

func (r *randomPolicy) Remove(key int32, _ bool) {
	at := r.at[key]
	if at == none {
		return
	}
	last := r.keys[len(r.keys)-1]
	r.keys[at], r.at[last] = last, at
	r.keys, r.at[key] = r.keys[:len(r.keys)-1], none
	if key == r.drawn {
		r.drawn = none
	}
}

func (r *randomPolicy) Victim() (key int32, ok bool) {
	if len(r.keys) == 0 {
		return none, false
	}
	if r.drawn == none {
		r.drawn = r.keys[r.stream.Below(uint64(len(r.keys)))]
	}
	return r.drawn, true
}
