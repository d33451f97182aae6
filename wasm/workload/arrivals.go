package workload

import (
	"math"
	"math/bits"

	"cacheplay/wasm/random"
)

// Pattern says when operations come.
type Pattern uint8

const (
	// Poisson lets them come independently of each other and of answers, at a rate.
	Poisson Pattern = iota
	// Constant lets them come at even distances, at a rate, whatever the answers.
	Constant
	// Closed lets each client send an operation some time after the answer to the one
	// before.
	Closed
	// Patterns is how many there are.
	Patterns
)

// String returns the pattern's name in the format.
func (p Pattern) String() string { return [...]string{"poisson", "constant", "closed"}[p] }

// Arrivals says when operations come: at a rate, with bursts and a curve, or from
// clients that wait for their answers.
type Arrivals struct {
	Pattern Pattern
	Rate    int64 // operations a second, in thousandths
	Bursts  Bursts
	Curve   Curve
	Clients int                 // of Closed
	Think   random.Distribution // how long a client of Closed pauses before each operation
}

// Bursts are times of a higher rate. Without a length there are none.
type Bursts struct {
	From   int64 // when the first one begins
	Every  int64 // from the beginning of one to that of the next; 0 if there is only one
	Length int64
	Times  int64 // how much higher the rate is, in thousandths: from 1 to 1000 times
}

// Curve is a rate that changes over a period and then does so again, such as that of a
// day. Each point holds for an equal part of the period, and multiplies the rate, by 0 to
// 10 in thousandths. Without points the rate stays as it is.
type Curve struct {
	Period int64
	Points []int64
}

// work is what stands for one operation while rates are integrated: a rate in millionths
// of an operation a second, times nanoseconds.
const work = 1e15

// forever is a time that does not come.
const forever = math.MaxInt64

// at returns the rate at a time without bursts, in millionths of an operation a second,
// and when the next point of the curve takes over.
func (a *Arrivals) at(t int64) (rate uint64, until int64) {
	n := uint64(len(a.Curve.Points))
	if n == 0 {
		return uint64(a.Rate) * 1000, forever
	}
	period := uint64(a.Curve.Period)
	place := uint64(t) % period
	point := place * n / period
	end := ((point+1)*period + n - 1) / n
	return uint64(a.Rate) * uint64(a.Curve.Points[point]), t + int64(end-place)
}

// burst multiplies a rate during a burst.
func (b *Bursts) burst(rate uint64) uint64 { return rate * uint64(b.Times) / 1000 }

// at reports whether there is a burst at a time, and until when that stays so.
func (b *Bursts) at(t int64) (now bool, until int64) {
	switch {
	case b.Length == 0:
		return false, forever
	case t < b.From:
		return false, b.From
	}
	place, start := t-b.From, b.From
	if b.Every > 0 {
		place %= b.Every
		start = t - place
	}
	switch {
	case place < b.Length:
		return true, start + b.Length
	case b.Every > 0:
		return false, start + b.Every
	}
	return false, forever
}

// before returns how much of the time before t is that of bursts.
func (b *Bursts) before(t int64) int64 {
	switch {
	case t <= b.From:
		return 0
	case b.Every == 0:
		return min(t-b.From, b.Length)
	}
	whole := (t - b.From) / b.Every
	return whole*b.Length + min((t-b.From)%b.Every, b.Length)
}

// Expected returns how many operations come before a time, on average: the integral of
// the rate, in whole operations. It goes from point to point of the curve.
func (a *Arrivals) Expected(duration int64) int64 {
	count, rest := uint64(0), uint64(0) // rest in work
	add := func(rate uint64, time int64) {
		high, low := bits.Mul64(rate, uint64(time))
		low, carry := bits.Add64(low, rest, 0)
		n, r := bits.Div64(high+carry, low, work)
		count, rest = count+n, r
	}
	for t := int64(0); t < duration; {
		rate, until := a.at(t)
		until = min(until, duration)
		bursting := a.Bursts.before(until) - a.Bursts.before(t)
		add(rate, until-t-bursting)
		add(a.Bursts.burst(rate), bursting)
		t = until
	}
	return int64(count)
}

// schedule is the times at which operations come at a rate. The work that lies before
// the next one is spent at the rate of each moment; with an exponential work that gives
// a Poisson process, whatever the rate does.
//
// Source: Çinlar's method, from Pasupathy, "Generating Nonhomogeneous Poisson Processes"
// (Wiley Encyclopedia of Operations Research and Management Science, 2011).
type schedule struct {
	arrivals *Arrivals
	each     random.Distribution // of the work from one operation to the next
	stream   random.Stream
	end      int64
	now      int64
	left     uint64 // work before the next operation
	rate     uint64 // until then
	until    int64
}

// newSchedule returns the times before end.
func newSchedule(a *Arrivals, end int64, seed uint64) schedule {
	s := schedule{arrivals: a, each: random.Constant(work), stream: random.NewStream(seed, "workload.arrivals"), end: end}
	if a.Pattern == Poisson {
		s.each = random.Exponential(work)
		s.left = s.draw() // at a constant rate the first operation comes at once
	}
	return s
}

// draw returns the work from one operation to the next.
func (s *schedule) draw() uint64 { return uint64(s.each.Sample(&s.stream)) }

// next returns when the next operation comes, and false if that is not before the end.
func (s *schedule) next() (at int64, ok bool) {
	for s.now < s.end {
		if s.rate > 0 {
			if wait := s.left / s.rate; wait < uint64(s.until-s.now) {
				s.now += int64(wait)
				s.left = s.left - wait*s.rate + s.draw()
				return s.now, s.now < s.end
			}
			s.left -= s.rate * uint64(s.until-s.now)
		}
		s.now = s.until
		s.change()
	}
	return 0, false
}

// change finds the rate from now on, and until when.
func (s *schedule) change() {
	rate, until := s.arrivals.at(s.now)
	bursting, change := s.arrivals.Bursts.at(s.now)
	if bursting {
		rate = s.arrivals.Bursts.burst(rate)
	}
	s.rate, s.until = rate, min(until, change)
}
