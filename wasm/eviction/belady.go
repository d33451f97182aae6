package eviction

import "math"

// Belady evicts what will be used again last, or never: no policy that must take in
// what was missed misses less, as long as all keys have the same size and none is
// removed otherwise. It has to know the future, so that it is not one of those that New
// makes. Source: Belady, "A study of replacement algorithms for a virtual-storage
// computer" (IBM Systems Journal 1966), MIN.
type Belady struct {
	// Now is the number of the request that is served, by which its driver tells how
	// far it is; Hits begins with it.
	Now int

	next []int32 // by request, the number of the next one of the same key
	past []int32 // the requests for which that is still to be found, all but the last ones
	due  []int32 // by key in the cache, when it is used again
	heap []int32 // the keys in the cache, what is due last in front
	at   []int32 // where a key stands in the heap, none if it does not
}

// NewBelady returns the policy for a sequence of requests, of which each is for one of
// so many keys.
func NewBelady(keys int, requests []int32) *Belady {
	b := BeginBelady(keys, requests)
	b.Prepare(len(requests))
	return b
}

// BeginBelady returns the policy that NewBelady does, to be prepared by Prepare.
func BeginBelady(keys int, requests []int32) *Belady {
	b := &Belady{next: make([]int32, len(requests)), past: requests, due: make([]int32, keys), at: make([]int32, keys)}
	for key := range b.due {
		b.due[key], b.at[key] = math.MaxInt32, none
	}
	return b
}

// Prepare looks at up to n requests, from the last to the first, and returns how many it
// need not look at since all are done.
func (b *Belady) Prepare(n int) (left int) {
	for ; n > 0 && len(b.past) > 0; n-- {
		i := len(b.past) - 1
		key := b.past[i]
		b.next[i], b.due[key] = b.due[key], int32(i)
		b.past = b.past[:i]
	}
	return n
}

func (b *Belady) Come(int32, uint32) {}

func (b *Belady) Add(key int32, _ uint32) {
	b.due[key] = b.next[b.Now]
	b.heap = append(b.heap, key)
	b.up(len(b.heap)-1, key)
}

func (b *Belady) Hit(key int32) {
	b.due[key] = b.next[b.Now]
	b.up(int(b.at[key]), key) // it is due later than before
}

func (b *Belady) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		b.Hit(key)
		b.Now++
	}
	return len(keys)
}

func (b *Belady) Remove(key int32, _ bool) {
	at := int(b.at[key])
	if at == none {
		return
	}
	b.at[key] = none
	last := b.heap[len(b.heap)-1]
	b.heap = b.heap[:len(b.heap)-1]
	if last == key {
		return
	}
	b.down(at, last)
	b.up(int(b.at[last]), last)
}

func (b *Belady) Victim() (key int32, ok bool) {
	if len(b.heap) == 0 {
		return none, false
	}
	return b.heap[0], true
}

// up puts a key in a place of the heap, or nearer to the front.
func (b *Belady) up(at int, key int32) {
	for at > 0 {
		parent := (at - 1) / 2
		if b.due[b.heap[parent]] >= b.due[key] {
			break
		}
		b.put(at, b.heap[parent])
		at = parent
	}
	b.put(at, key)
}

// down puts a key in a place of the heap, or farther from the front.
func (b *Belady) down(at int, key int32) {
	for {
		child := 2*at + 1
		if child+1 < len(b.heap) && b.due[b.heap[child+1]] > b.due[b.heap[child]] {
			child++
		}
		if child >= len(b.heap) || b.due[b.heap[child]] <= b.due[key] {
			break
		}
		b.put(at, b.heap[child])
		at = child
	}
	b.put(at, key)
}

func (b *Belady) put(at int, key int32) { b.heap[at], b.at[key] = key, int32(at) }
