package recording

import (
	"cacheplay/wasm/workload"
)

// Description is what is said of a workload besides what its reader reports. It takes
// 16 bytes a key.
type Description struct {
	// Span is when the last operation was sent, in nanoseconds after the first.
	Span int64
	// Sizes are those of keys with their values in bytes, TTLs are times to live in
	// milliseconds, both of the operations that say them.
	Sizes, TTLs Quantiles
	// Footprint is the number of bytes of all keys, as they were last; Sized is of how many
	// the size is known.
	Footprint uint64
	Sized     int

	keys   []keyUse              // by key
	within [len(windows)]float64 // the sum of key times in each window, in nanoseconds
	firsts series                // when each key was used first
	skew   skew
	closed int // keys before it are summed up
}

// keyUse is what is known of a key.
type keyUse struct {
	last  int64 // when it was used last
	count uint32
	size  uint32 // its last known size
}

// windows are the lengths of time for which the working set is said, in nanoseconds.
var windows = [...]struct {
	name   string
	length int64
}{{"1s", 1e9}, {"10s", 10e9}, {"1m0s", 60e9}, {"10m0s", 600e9}, {"1h0m0s", 3600e9}, {"24h0m0s", 86400e9}}

// Add takes the next operation.
func (d *Description) Add(op *workload.Operation) {
	if int(op.Key) == len(d.keys) {
		d.keys = append(d.keys, keyUse{})
		d.firsts.add(op.At)
	} else {
		d.used(op.At - d.keys[op.Key].last)
	}
	k := &d.keys[op.Key]
	k.last = op.At
	k.count += 1 - k.count>>31 // stays where it is at 2^31
	if op.Size > 0 {
		k.size = op.Size
		d.Sizes.add(uint64(op.Size))
	}
	if op.TTL > 0 {
		d.TTLs.add(uint64(op.TTL / 1e6))
	}
	d.Span = op.At
}

// used counts for how long of the time until it is used again a key belongs to the
// working set of each window.
func (d *Description) used(gap int64) {
	for i := range windows {
		d.within[i] += float64(min(gap, windows[i].length))
	}
}

// Finish computes what takes all operations, about n keys at a time, and reports whether
// there is more to do.
func (d *Description) Finish(n int) bool {
	for end := min(d.closed+n, len(d.keys)); d.closed < end; d.closed++ {
		k := &d.keys[d.closed]
		d.used(d.Span - k.last)
		d.skew.add(k.count)
		d.Footprint += uint64(k.size)
		if k.size > 0 {
			d.Sized++
		}
		n--
	}
	return d.closed < len(d.keys) || d.skew.advance(n)
}

// Skew returns the exponent of Zipf's distribution under which the numbers of uses of the
// keys are likeliest, and which share of the operations the hottest hundredth of the keys
// has.
func (d *Description) Skew() (exponent, hottest float64) {
	return d.skew.exponent(), ratio(d.skew.hottest, d.skew.uses)
}

// Windowed is the mean number of keys used within a window of time before a moment.
type Windowed struct {
	Window string // its length, such as "10s"
	Keys   float64
}

// WorkingSet returns it for each window that is shorter than the recording.
func (d *Description) WorkingSet() (means []Windowed) {
	for i, window := range windows {
		if window.length >= d.Span {
			break
		}
		means = append(means, Windowed{window.name, d.within[i] / float64(d.Span)})
	}
	return means
}

// KeysSeen returns how many keys had been used by each tenth of the time.
func (d *Description) KeysSeen() [10]int64 { return d.firsts.until(d.Span) }

// series counts events over a time that is not known before, in at most 1024 parts.
type series struct {
	counts [1024]int64
	shift  int // the length of a part is 2^shift nanoseconds
}

// add counts an event.
func (s *series) add(at int64) {
	for at>>s.shift >= int64(len(s.counts)) {
		for i := range len(s.counts) / 2 {
			s.counts[i] = s.counts[2*i] + s.counts[2*i+1]
		}
		clear(s.counts[len(s.counts)/2:])
		s.shift++
	}
	s.counts[at>>s.shift]++
}

// until returns how many events had come by each tenth of a time.
func (s *series) until(span int64) (tenths [10]int64) {
	for i, n := range s.counts {
		end := min(span, (int64(i)+1)<<s.shift)
		for tenth := range tenths {
			if end <= span/10*int64(tenth+1) || tenth == 9 {
				tenths[tenth] += n
			}
		}
	}
	return tenths
}
