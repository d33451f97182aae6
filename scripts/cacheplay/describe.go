package main

import (
	"math/bits"
	"slices"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// description is what is said of a workload. Memory: 16 bytes a key.
type description struct {
	keys      []keyUse // by key
	reads     int64
	sizes     sizes
	ttls      sizes                 // in milliseconds
	within    [len(windows)]float64 // the sum of key times, for each window
	firsts    series
	span      int64
	footprint uint64 // bytes of all keys, as they were last
	sized     int    // keys whose size is known
	top       float64
	exponent  float64
}

// keyUse is what is known of a key.
type keyUse struct {
	last  int64 // when it was used last
	count uint32
	size  uint32 // its last known size
}

// windows are the lengths of time for which the working set is said.
var windows = [...]time.Duration{time.Second, 10 * time.Second, time.Minute, 10 * time.Minute, time.Hour, 24 * time.Hour}

// add takes the next operation.
func (d *description) add(op *workload.Operation) {
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
		d.sizes.add(uint64(op.Size))
	}
	if op.TTL > 0 {
		d.ttls.add(uint64(op.TTL / 1e6))
	}
	if op.Kind == engine.Get {
		d.reads++
	}
	d.span = op.At
}

// used counts for how long of the time until it is used again a key belongs to the
// working set of each window.
func (d *description) used(gap int64) {
	for i, window := range windows {
		d.within[i] += float64(min(gap, int64(window)))
	}
}

// finish computes what takes all operations.
func (d *description) finish() {
	counts := make([]uint32, len(d.keys))
	total := 0.0
	for i, k := range d.keys {
		d.used(d.span - k.last)
		counts[i] = k.count
		total += float64(k.count)
		d.footprint += uint64(k.size)
		if k.size > 0 {
			d.sized++
		}
	}
	slices.SortFunc(counts, func(a, b uint32) int { return int(int64(b) - int64(a)) })
	for _, n := range counts[:(len(counts)+99)/100] {
		d.top += float64(n) / total
	}
	d.exponent = zipfExponent(counts)
}

// workingSet returns the mean number of keys used within a window before a moment, for
// each window that is shorter than the recording.
func (d *description) workingSet() (means []float64) {
	for i, window := range windows {
		if int64(window) >= d.span {
			break
		}
		means = append(means, d.within[i]/float64(d.span))
	}
	return means
}

// sizes counts numbers, exactly below 128 and to 1 % above.
type sizes struct {
	n       int64
	sum     float64
	largest uint64
	buckets [64 * 64]int64
}

// add counts a number.
func (s *sizes) add(v uint64) {
	s.n++
	s.sum += float64(v)
	s.largest = max(s.largest, v)
	s.buckets[sizeBucket(v)]++
}

// sizeBucket returns the place of a number: its 7 highest bits, and how many follow.
func sizeBucket(v uint64) int {
	shift := max(0, bits.Len64(v)-7)
	return shift<<6 + int(v>>shift)
}

// quantile returns a number that a share of all is not above.
func (s *sizes) quantile(share float64) uint64 {
	left := int64(share * float64(s.n))
	for i, n := range s.buckets {
		if left -= n; left < 0 {
			if i < 128 {
				return uint64(i)
			}
			shift := i>>6 - 1
			return min(s.largest, uint64(i-shift<<6+1)<<shift-1)
		}
	}
	return s.largest
}

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

// described reads a recording to its end.
func (r *recording) described(also func(*workload.Operation) error, progress func(bytes int64)) (*description, recorded.Report, error) {
	d := &description{}
	var op workload.Operation
	for n := 0; r.Next(&op); n++ {
		d.add(&op)
		if err := also(&op); err != nil {
			return nil, recorded.Report{}, err
		}
		if n&0xfffff == 0 {
			progress(r.bytes)
		}
	}
	if err := r.failure(); err != nil {
		return nil, recorded.Report{}, err
	}
	d.finish()
	return d, r.Report(), nil
}
