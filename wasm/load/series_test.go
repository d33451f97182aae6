package load

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A value over time is in the point of its time, however many values there are and
// however long the run lasts.
func TestSeriesHoldsEachValueInItsPoint(t *testing.T) {
	for seed := range uint64(short(100)) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := NewSeries(1 + r.Int64N(20))
		type sample struct{ at, v int64 }
		var samples []sample
		gap := int64(1) << r.IntN(30)
		for at := int64(0); len(samples) < 2000; at += r.Int64N(gap) {
			samples = append(samples, sample{at, r.Int64N(100)})
			s.Add(at, samples[len(samples)-1].v)
		}
		want := make([]Point, samples[len(samples)-1].at/s.Width()+1)
		for _, x := range samples {
			want[x.at/s.Width()].add(Point{x.v, 1, x.v})
		}
		if len(want) > MaxPoints || len(s.Points()) != len(want) {
			t.Fatalf("seed %d: %d points, not %d", seed, len(s.Points()), len(want))
		}
		for i, p := range s.Points() {
			if p != want[i] {
				t.Fatalf("seed %d: point %d is %+v, not %+v", seed, i, p, want[i])
			}
		}
	}
}

// Points are merged only when they are too many: there are always more than half as
// many as there can be, once there were more than that.
func TestSeriesStaysFine(t *testing.T) {
	s := NewSeries(1000)
	for at := int64(0); at < 1e9; at += 777 {
		s.Add(at, 1)
		if n := at/1000 + 1; int64(len(s.Points())) < min(n, MaxPoints/2) {
			t.Fatalf("at %d there are %d points of %d ns", at, len(s.Points()), s.Width())
		}
	}
	for at, want := range map[int64]int{0: 1, 1e12: 512, 1 << 62: 512} {
		s := NewSeries(1)
		s.Add(at, 1)
		if n := len(s.Points()); n < min(want, MaxPoints/2) || n > MaxPoints {
			t.Errorf("a value at %d makes %d points", at, n)
		}
	}
}

func TestLevelIsWeightedWithTime(t *testing.T) {
	l := Level{Series: NewSeries(10)}
	l.Set(0, 2)   // 2 for 5 ns
	l.Add(5, 4)   // 6 for 20 ns
	l.Add(25, -6) // 0 for 25 ns
	if got := l.Mean(50); got != 130.0/50 || l.Peak() != 6 || l.Value() != 0 {
		t.Errorf("mean %v, peak %d, level %d", got, l.Peak(), l.Value())
	}
	for i, want := range []Point{{40, 10, 6}, {60, 10, 6}, {30, 10, 6}, {0, 10, 0}, {0, 10, 0}} {
		if p := l.Series.Points()[i]; p != want {
			t.Errorf("point %d is %+v, not %+v", i, p, want)
		}
	}
	l.Set(50, 3)
	l.Restart(60)
	l.Set(80, 1)
	if got := l.Mean(100); got != 2 || l.Peak() != 3 {
		t.Errorf("after the warm-up the mean is %v and the peak %d", got, l.Peak())
	}
	if points := l.OverTime(110).Points(); points[10] != (Point{10, 10, 1}) {
		t.Errorf("up to now it is %+v", points[10])
	}
	if got := (&Level{}).Mean(0); got != 0 {
		t.Errorf("the mean of no time is %v", got)
	}
}

// A level's mean and its points are those of a sum over single nanoseconds.
func TestLevelAgainstCountingNanoseconds(t *testing.T) {
	for seed := range uint64(short(100)) {
		r := rand.New(rand.NewPCG(seed, 2))
		l := Level{Series: NewSeries(1 + r.Int64N(4))}
		var levels []int64
		for at, v := int64(0), int64(0); at < 5000; {
			v = r.Int64N(50)
			l.Set(at, v)
			for n := r.Int64N(40); n > 0; n-- {
				levels = append(levels, v)
				at++
			}
		}
		end, sum, points := int64(len(levels)), int64(0), make([]Point, MaxPoints)
		mean := l.Mean(end)
		for at, v := range levels {
			sum += v
			points[int64(at)/l.Series.Width()].add(Point{v, 1, v})
		}
		if math.Abs(mean-float64(sum)/float64(end)) > 1e-12 {
			t.Errorf("seed %d: mean %v, not %v", seed, mean, float64(sum)/float64(end))
		}
		for i, p := range l.Series.Points() {
			if p.Sum != points[i].Sum || p.Count != points[i].Count || p.Max < points[i].Max {
				t.Fatalf("seed %d: point %d is %+v, not %+v", seed, i, p, points[i])
			}
		}
	}
}

// What is too large for 64 bits is still exact enough: a million for ten years.
func TestLevelOfALongRun(t *testing.T) {
	l := Level{}
	l.Set(0, 1_000_000)
	l.Set(315_360_000e9, 0)
	if got := l.Mean(630_720_000e9); got != 500_000 {
		t.Errorf("mean %v", got)
	}
}

func TestSeriesAndLevelsAllocateNothing(t *testing.T) {
	s, l, at := NewSeries(1), Level{Series: NewSeries(1)}, int64(0)
	n := testing.AllocsPerRun(1000, func() {
		at += 777
		s.Add(at, 5)
		l.Add(at, 1)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
