package replay

// distances counts, in one run, how often LRU misses at each of several capacities: a
// read hits if no more keys were used since its key was than the cache holds. It keeps
// a mark at the time of each key's last use, and a tree that counts marks. Sources:
// Mattson, Gecsei, Slutz and Traiger, "Evaluation techniques for storage hierarchies"
// (IBM Systems Journal 1970); Bennett and Kruskal, "LRU stack processing" (IBM Journal of
// Research and Development 1975).
type distances struct {
	trace      *Trace
	capacities []int64
	next       int

	now  int     // the time, from 1
	last []int32 // by key, the time of its mark, 0 for none
	key  []int32 // by time, whose mark is there, -1 for nobody's
	tree []int32 // by time, the number of marks in the range that ends there (Fenwick)
	live int32   // the number of marks

	hits, hitBytes  []int64 // by the least capacity that hits
	requests, bytes int64
}

func newDistances(trace *Trace, capacities []int64) *distances {
	times := 2*trace.Objects + 1
	return &distances{
		trace: trace, capacities: capacities, last: make([]int32, trace.Objects),
		key: make([]int32, times+1), tree: make([]int32, times+1),
		hits: make([]int64, len(capacities)), hitBytes: make([]int64, len(capacities)),
	}
}

// advance serves up to n more requests, and reports whether some are left.
func (d *distances) advance(n int) bool {
	end := min(d.next+n, len(d.trace.Keys))
	for ; d.next < end; d.next++ {
		key, size := d.trace.Keys[d.next], int64(d.trace.size(d.next))
		d.requests++
		d.bytes += size
		if at := d.last[key]; at > 0 {
			d.count(int64(d.live-d.before(at)), size)
			d.mark(at, -1)
			d.key[at] = -1
		}
		if d.now++; d.now == len(d.tree) {
			d.renumber()
		}
		d.last[key], d.key[d.now] = int32(d.now), key
		d.mark(int32(d.now), 1)
	}
	return end < len(d.trace.Keys)
}

// done returns which part of the requests is served.
func (d *distances) done() float64 { return float64(d.next) / float64(max(len(d.trace.Keys), 1)) }

// count counts a read that hits in a cache of so many keys.
func (d *distances) count(needs, size int64) {
	low, high := 0, len(d.capacities)
	for low < high {
		if middle := (low + high) / 2; d.capacities[middle] >= needs {
			high = middle
		} else {
			low = middle + 1
		}
	}
	if low < len(d.capacities) {
		d.hits[low]++
		d.hitBytes[low] += size
	}
}

// before returns the number of marks before a time.
func (d *distances) before(at int32) (sum int32) {
	for at--; at > 0; at &= at - 1 {
		sum += d.tree[at]
	}
	return sum
}

// mark adds to the marks at a time.
func (d *distances) mark(at, by int32) {
	d.live += by
	for ; int(at) < len(d.tree); at += at & -at {
		d.tree[at] += by
	}
}

// renumber moves all marks to the first times, in their order. There are as many times
// again as keys, so that it is rare.
func (d *distances) renumber() {
	d.now = 1
	for at := 1; at < len(d.key); at++ {
		key := d.key[at]
		if key < 0 {
			continue
		}
		d.key[at] = -1
		d.key[d.now], d.last[key] = key, int32(d.now)
		d.now++
	}
	for end := int32(1); int(end) < len(d.tree); end++ {
		from := end - end&-end // the range begins after it
		d.tree[end] = max(min(end, d.live)-from, 0)
	}
}

// counts returns what was counted at each capacity.
func (d *distances) counts() []Counts {
	list := make([]Counts, len(d.capacities))
	misses, missed := d.requests, d.bytes
	for i := range list {
		misses -= d.hits[i]
		missed -= d.hitBytes[i]
		list[i] = Counts{Requests: d.requests, Misses: misses, Bytes: d.bytes, MissedBytes: missed}
	}
	return list
}
