package load

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Traffic measures how much is asked for, how much of that is done, and how busy that
// keeps source, queue and cache.
type Traffic struct {
	Sent    int64 // operations
	OK      int64 // those that were carried out
	Failed  int64 // those that were not
	Unknown int64 // those of which nobody knows
	Retries int64 // further attempts of calls at the source
	Calls   int64 // calls at the source

	Pending Level   // operations that were sent and are not answered
	Busy    Level   // calls that the source serves
	Waiting Level   // calls that wait for the source to be free
	Queued  Level   // writes in the write-behind queue
	Cached  Level   // what the cache holds, in entries or bytes
	Asked   *Series // calls at the source
	Ended   *Series // operations that have ended for their clients, 1 if carried out and 0 if not

	ahead     ends   // of operations that were carried out
	since     int64  // when the measuring began
	callCount uint32 // World.CallCount at the last look
}

// NewTraffic returns the measures of a run, with points that are at first as wide as
// given.
func NewTraffic(width int64) *Traffic {
	t := &Traffic{Asked: NewSeries(width), Ended: NewSeries(width)}
	for _, level := range []*Level{&t.Busy, &t.Waiting, &t.Queued, &t.Cached} {
		level.Series = NewSeries(width)
	}
	return t
}

// Restart forgets what was measured up to an instant, such as the end of the warm-up.
// The series keep it.
func (t *Traffic) Restart(at int64) {
	t.Sent, t.OK, t.Failed, t.Unknown, t.Retries, t.Calls, t.since = 0, 0, 0, 0, 0, 0, at
	for _, level := range []*Level{&t.Pending, &t.Busy, &t.Waiting, &t.Queued, &t.Cached} {
		level.Restart(at)
	}
}

// Note measures the effect of one phase of a step, after which the World is w. If the
// answer leaves only after a span that has passed in it, the operation ends then. Of the
// source, it is told how many calls wait; of queue and cache, how much they hold.
func (t *Traffic) Note(e *engine.Effect, w *engine.World, passed int64, waiting, queued, cached int) {
	now := w.Clock.Now
	t.settle(now)
	if e.Begun {
		t.Sent++
		t.Pending.Add(now, 1)
	}
	switch {
	case !e.Answered:
	case passed > 0:
		t.ahead.add(now+passed, passed)
	default:
		t.end(now, w.Ops[e.Op].Outcome)
	}
	for range e.Lost {
		t.end(now, engine.Unknown)
	}
	if e.Phase == engine.BackingOff && (e.Actor == strategy.SourceRead || e.Actor == strategy.SourceSave) {
		t.Retries++
	}
	if calls := w.CallCount - t.callCount; calls > 0 {
		t.Calls += int64(calls)
		t.callCount = w.CallCount
		t.Asked.Add(now, int64(calls))
	}
	t.Busy.follow(now, w.Busy)
	t.Waiting.follow(now, waiting)
	t.Queued.follow(now, queued)
	t.Cached.follow(now, cached)
}

// settle measures the ends that were noted ahead, up to an instant.
func (t *Traffic) settle(until int64) {
	for t.ahead.count > 0 && t.ahead.first <= until {
		t.end(t.ahead.take(), engine.OK)
	}
}

// end measures the end of an operation for its client.
func (t *Traffic) end(now int64, outcome engine.Outcome) {
	t.Pending.Add(now, -1)
	good := int64(0)
	switch outcome {
	case engine.OK:
		good = 1
		t.OK++
	case engine.Failed:
		t.Failed++
	default:
		t.Unknown++
	}
	t.Ended.Add(now, good)
}

// Throughput returns how many operations ended a second, up to an instant.
func (t *Traffic) Throughput(to int64) float64 { return t.rate(t.ended(), to) }

// ended returns how many operations have ended for their clients.
func (t *Traffic) ended() int64 { return t.OK + t.Failed + t.Unknown }

// Goodput returns how many operations were carried out a second, up to an instant.
func (t *Traffic) Goodput(to int64) float64 { return t.rate(t.OK, to) }

// CallRate returns how many calls the source got a second, up to an instant.
func (t *Traffic) CallRate(to int64) float64 { return t.rate(t.Calls, to) }

// Utilisation returns the mean share of the source's places that were busy, up to an
// instant; 0 if it serves any number of calls at once.
func (t *Traffic) Utilisation(to int64, concurrency int) float64 {
	if concurrency == 0 {
		return 0
	}
	return t.Busy.Mean(to) / float64(concurrency)
}

// rate returns how many of something there were a second, up to an instant.
func (t *Traffic) rate(n, to int64) float64 {
	if to <= t.since {
		return 0
	}
	return float64(n) * 1e9 / float64(to-t.since)
}
