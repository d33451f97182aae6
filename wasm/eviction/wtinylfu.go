package eviction

// wTinyLFU lets keys come into a small window that goes by last use. What leaves the
// window is admitted to the main part only if it was used more often lately than what
// would have to go there. The main part is a segmented LRU: of what was used there again
// four fifths of it are protected. Source: Einziger, Friedman and Manes, "TinyLFU: A
// Highly Efficient Cache Admission Policy" (ACM Transactions on Storage 2017), with a
// window of 1 % and a sample of ten times the cache, as in Caffeine; without a
// doorkeeper, and with a count for each key instead of a sketch that keys share.
type wTinyLFU struct {
	shelf
	frequencies
	capacity          int64
	window, protected int64 // the capacities of two of the parts
	coming            int64 // the size of the key that comes
	held              int64 // the number of keys
}

// The queues of wTinyLFU.
const (
	tinyWindow = 1 + iota
	tinyProbation
	tinyProtected
)

func newWTinyLFU(keys int, capacity int64) *wTinyLFU {
	main := capacity * 99 / 100
	return &wTinyLFU{
		shelf: newShelf(keys, 3), frequencies: frequencies{counts: make([]uint32, keys)},
		capacity: capacity, window: capacity - main, protected: main * 4 / 5,
	}
}

// use counts a use of a key. Where keys have sizes, the sample is ten times what the
// cache holds now.
func (w *wTinyLFU) use(key int32) {
	sample := w.capacity
	if w.sizes != nil {
		sample = w.held
	}
	w.frequencies.use(key, 10*sample)
}

func (w *wTinyLFU) Come(key int32, size uint32) {
	w.coming = int64(size)
	w.use(key)
}

func (w *wTinyLFU) Add(key int32, size uint32) {
	w.coming = 0
	w.held++
	w.put(tinyWindow, key, size)
	w.spill(tinyWindow, w.window)
}

// spill moves the oldest keys of a queue to probation until its size is at most that.
func (w *wTinyLFU) spill(number uint8, size int64) {
	for q := &w.queues[number]; q.size > size; {
		w.move(tinyProbation, q.last)
	}
}

func (w *wTinyLFU) Hit(key int32) {
	w.use(key)
	if w.links[key].in == tinyWindow {
		w.move(tinyWindow, key)
	} else {
		w.move(tinyProtected, key)
		w.spill(tinyProtected, w.protected)
	}
}

func (w *wTinyLFU) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		w.Hit(key)
	}
	return len(keys)
}

func (w *wTinyLFU) Remove(key int32, _ bool) {
	if w.links[key].in != 0 {
		w.held--
	}
	w.remove(key)
}

func (w *wTinyLFU) Victim() (key int32, ok bool) {
	key, ok = w.oldest(tinyProbation)
	if !ok {
		key, ok = w.oldest(tinyProtected)
	}
	candidate, leaves := w.oldest(tinyWindow)
	switch {
	case !ok:
		return candidate, leaves
	case !leaves || w.queues[tinyWindow].size+w.coming <= w.window:
		return key, true
	case w.count(candidate) > w.count(key):
		w.move(tinyProbation, candidate)
		return key, true
	}
	return candidate, true
}

// frequencies counts how often each key was used lately: up to 15 times, and when a
// sample of uses is complete all counts are halved.
type frequencies struct {
	counts []uint32 // the count in the low bits; above it, how many halvings it has seen
	halved uint32   // how many halvings there were
	uses   int64    // of the sample
}

const (
	countBits = 4
	countMost = 1<<countBits - 1
)

// count returns the count of a key, by the halvings that it has not seen yet.
func (f *frequencies) count(key int32) uint32 {
	c := f.counts[key]
	return (c & countMost) >> min(f.halved-c>>countBits, countBits)
}

// use counts a use of a key in samples of so many uses.
func (f *frequencies) use(key int32, sample int64) {
	f.counts[key] = f.halved<<countBits | min(f.count(key)+1, countMost)
	if f.uses++; f.uses >= sample {
		f.halved++
		f.uses /= 2
	}
}
