package recorded

import "cacheplay/wasm/workload"

// second is in nanoseconds.
const second = int64(1e9)

// maxHeld is how many operations of one second are held back to spread them: 10 MB.
const maxHeld = 1 << 18

// schedule says when operations are sent: relative to the first one, and never before
// one that was recorded earlier.
//
// Where times are whole seconds the n operations of a second are spread over it: the
// i-th, from 0, is sent i/n of it after its beginning. That takes holding them back
// until the second is over. Of a second with more operations than are held back, so many are
// spread over half of what is left of it, again and again.
type schedule struct {
	whole bool // times are whole seconds
	most  int  // how many operations of one second are held back to spread them

	started bool
	origin  int64 // the time of the first operation
	latest  int64 // the latest so far, relative to it

	now       workload.Operation // the next one where nothing is held back
	ready     bool
	held, out []workload.Operation // of the second that is being read; of the one before
	sent      int                  // of those of out
	filled    int64                // how much of the second has operations already

	unordered, backwards, crowded int64
}

// next sets op to the next operation that can be sent.
func (s *schedule) next(op *workload.Operation) bool {
	if s.sent < len(s.out) {
		*op = s.out[s.sent]
		s.sent++
		return true
	}
	if s.ready {
		s.ready = false
		*op = s.now
		return true
	}
	return false
}

// add takes an operation, after next has returned false.
func (s *schedule) add(time int64, op workload.Operation) {
	if s.whole {
		time -= time % second
	}
	if !s.started {
		s.started, s.origin = true, time
	}
	at := time - s.origin
	if at < s.latest {
		s.unordered++
		s.backwards = max(s.backwards, s.latest-at)
		at = s.latest
	}
	if !s.whole {
		s.latest = at
		op.At = at
		s.now, s.ready = op, true
		return
	}
	if at != s.latest {
		s.release(second - s.filled)
		s.filled, s.latest = 0, at
	} else if len(s.held) == s.most {
		if s.filled == 0 {
			s.crowded++
		}
		half := (second - s.filled) / 2
		s.release(half)
		s.filled += half
	}
	s.held = append(s.held, op)
}

// finish sends what is held back, and reports whether that is anything.
func (s *schedule) finish() bool {
	s.release(second - s.filled)
	return len(s.out) > 0
}

// release sends what is held back, spread over the next part of the second.
func (s *schedule) release(part int64) {
	s.held, s.out, s.sent = s.out[:0], s.held, 0
	for i := range s.out {
		s.out[i].At = s.latest + s.filled + int64(i)*part/int64(len(s.out))
	}
}
