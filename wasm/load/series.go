package load

// MaxPoints is how many points a Series has at most.
const MaxPoints = 600

// Series tells how something went over time: as points of equal width, which are
// merged in pairs when they become too many.
type Series struct {
	width  int64 // of a point, in nanoseconds
	points []Point

	// The point that was asked for last, nil for none, and from when until when it is.
	point    *Point
	from, to int64
}

// Point is what a Series knows of one stretch of time.
type Point struct {
	Sum   int64 // of the values
	Count int64 // how many there were; of a Level, the nanoseconds in which there was one
	Max   int64 // the greatest
}

// Mean returns the mean of the point's values, 0 if there was none.
func (p Point) Mean() float64 {
	if p.Count == 0 {
		return 0
	}
	return float64(p.Sum) / float64(p.Count)
}

// add adds what another point knows.
func (p *Point) add(o Point) {
	p.Sum += o.Sum
	p.Count += o.Count
	p.Max = max(p.Max, o.Max)
}

// NewSeries returns a series whose points are at first as wide as given.
func NewSeries(width int64) *Series {
	return &Series{width: max(width, 1), points: make([]Point, 0, MaxPoints)}
}

// Width returns how many nanoseconds each point is about.
func (s *Series) Width() int64 { return s.width }

// Points returns the points from time 0 on. The last one is about a time that may not
// be over.
func (s *Series) Points() []Point { return s.points }

// Add adds a value, from 0 on, at a time.
func (s *Series) Add(at, v int64) { s.at(at).add(Point{v, 1, v}) }

// at returns the point that a time belongs to. Most of the time that is the same as before.
func (s *Series) at(at int64) *Point {
	if at >= s.from && at < s.to {
		return s.point
	}
	return s.find(at)
}

// find looks for the point that a time belongs to.
func (s *Series) find(at int64) *Point {
	i := at / s.width
	for i >= MaxPoints {
		s.merge()
		i = at / s.width
	}
	if n := len(s.points); int(i) >= n {
		s.points = s.points[:i+1]
		clear(s.points[n:])
	}
	s.point, s.from, s.to = &s.points[i], i*s.width, (i+1)*s.width
	return s.point
}

// merge makes each pair of points one.
func (s *Series) merge() {
	half := (len(s.points) + 1) / 2
	for i := range half {
		p := s.points[2*i]
		if 2*i+1 < len(s.points) {
			p.add(s.points[2*i+1])
		}
		s.points[i] = p
	}
	s.points = s.points[:half]
	s.width *= 2
}

// Level is a number that stays the same until it is set, such as the length of a queue,
// weighted with time. Times never decrease.
type Level struct {
	Series *Series // nil if what it was over time is not asked for
	value  int64
	since  int64 // until when its time is counted
	start  int64 // from when on
	peak   int64
	area   wide // of each value times the nanoseconds in which it was the level's
}

// Add changes the level at a time.
func (l *Level) Add(at, by int64) { l.Set(at, l.value+by) }

// Set sets the level, from a time on. It cannot be negative.
func (l *Level) Set(at, to int64) {
	if at != l.since {
		l.pass(at)
	}
	l.value = to
	l.peak = max(l.peak, to)
	if l.Series != nil {
		p := l.Series.at(at)
		p.Max = max(p.Max, to)
	}
}

// pass counts the time up to an instant.
func (l *Level) pass(to int64) {
	l.area.addProduct(uint64(to-l.since), uint64(l.value))
	for from := l.since; l.Series != nil && from < to; {
		p := l.Series.at(from)
		end := min(l.Series.to, to)
		p.Sum += (end - from) * l.value
		p.Count += end - from
		p.Max = max(p.Max, l.value)
		from = end
	}
	l.since = to
}

// Restart forgets the level's mean and peak up to an instant, such as the end of the
// warm-up. Its series keeps them.
func (l *Level) Restart(at int64) {
	l.pass(at)
	l.start, l.peak, l.area = at, l.value, wide{}
}

// OverTime returns the level's series up to an instant.
func (l *Level) OverTime(to int64) *Series {
	l.pass(to)
	return l.Series
}

// Value returns the level as it was last set.
func (l *Level) Value() int64 { return l.value }

// Peak returns the greatest level.
func (l *Level) Peak() int64 { return l.peak }

// Mean returns the mean over the time up to an instant, each level weighted with how
// long it lasted.
func (l *Level) Mean(to int64) float64 {
	l.pass(to)
	if to == l.start {
		return float64(l.value)
	}
	return l.area.float() / float64(to-l.start)
}
