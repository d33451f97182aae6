package load

import (
	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// meter measures a run. It implements clock.Listener.
//
// What is measured begins with the end of the warm-up. The traffic is measured until the
// last operation was sent, everything else until the end of the run: for how long the
// operations wait that were sent, and what becomes of what they wrote.
type meter struct {
	r       *Run
	warmUp  int64 // when the warm-up ends
	isWarm  bool
	sentOps int64
	last    int64 // when the last operation was sent, notYet while that is not known
	answers int64 // when the last answer leaves of those that are known

	sent          []int64 // by operation, when it was sent
	sizes         []uint32
	reads, writes Waits
	read, hit     volume // the answered reads, and which of them the cache has answered
	traffic       *Traffic
	freshness     *Freshness
	prices        scenario.Prices
	held          *holding // nil where nobody asks what it costs
}

// volume counts operations and their bytes.
type volume struct{ operations, bytes int64 }

// add counts an operation.
func (v *volume) add(size uint32) {
	v.operations++
	v.bytes += int64(size)
}

// notYet is an instant that does not come.
const notYet = 1<<63 - 1

// pointWidth is how wide the points of a series are at first, in nanoseconds.
const pointWidth = 1_000_000

// begin prepares the meter for a run.
func (m *meter) begin(r *Run, warmUp int64) {
	m.r, m.warmUp, m.last = r, warmUp, notYet
	m.traffic = NewTraffic(pointWidth)
	m.freshness = NewFreshness(r.compiled.Model, r.world)
	m.freshness.From = warmUp
	m.freshness.AtRisk.Series, m.freshness.Unseen.Series = NewSeries(pointWidth), NewSeries(pointWidth)
	m.reads.OverTime, m.writes.OverTime = NewSeries(pointWidth), NewSeries(pointWidth)
}

// admitted notes the size of an operation, in bytes.
func (m *meter) admitted(op int32, size uint32) {
	for int(op) >= len(m.sizes) {
		m.sizes = append(m.sizes, 0)
	}
	m.sizes[op] = size
}

// said notes what an operation, perhaps a fill that is left out, says of its key.
func (m *meter) said(key int32, size uint32) {
	if m.held != nil && size > 0 {
		m.held.said(key, size, &m.r.world.Keys[key].Entry, m.r.Now())
	}
}

// Happened implements clock.Listener.
func (m *meter) Happened(s *clock.Step) {
	e, w := s.Effect, m.r.world
	now := w.Clock.Now
	if !m.isWarm && now >= m.warmUp {
		m.warm()
	}
	if e.Begun {
		m.begun(e.Op, now)
	}
	if e.Begun || e.Answered || e.Actor == strategy.CacheGet || len(e.Changes) > 0 {
		m.freshness.Note(e, w)
	}
	if now <= m.last {
		m.traffic.Note(e, w, s.Passed, w.Waiting, w.Queue.Len(), w.Entries())
		if m.held != nil {
			m.held.note(e, now)
		}
	}
	if e.Answered {
		left := now + s.Passed
		m.answers = max(m.answers, left)
		m.answered(e.Op, left+m.r.clock.AnswerTravel(e.Op), e.FromCache)
	}
	for _, op := range e.Lost {
		m.answered(op, now, false)
	}
}

// warm ends the warm-up.
func (m *meter) warm() {
	m.isWarm = true
	m.traffic.settle(m.warmUp - 1)
	m.traffic.Restart(m.warmUp)
	m.freshness.Restart(m.warmUp)
	if m.held != nil {
		m.held.Restart(m.warmUp)
	}
}

// ends notes that no operation is sent after an instant, not before now.
func (m *meter) ends(at int64) { m.last = max(at, m.warmUp) }

// until returns until when the traffic is measured, as far as the run has come.
func (m *meter) until() int64 { return min(m.last, max(m.r.Now(), m.warmUp)) }

// of returns the waits of an operation's kind.
func (m *meter) of(op int32) *Waits {
	if m.r.world.Ops[op].Kind == engine.Get {
		return &m.reads
	}
	return &m.writes
}

// begun notes that an operation is sent.
func (m *meter) begun(op int32, now int64) {
	for int(op) >= len(m.sent) {
		m.sent = append(m.sent, 0)
	}
	m.sent[op] = now
	m.sentOps++
	if m.isWarm {
		m.of(op).sent(op, now)
	}
}

// answered measures an answer, which the client has at an instant.
func (m *meter) answered(op int32, at int64, fromCache bool) {
	if sent := m.sent[op]; sent >= m.warmUp {
		m.of(op).answered(op, sent, at)
		if m.r.world.Ops[op].Kind == engine.Get {
			m.countRead(op, fromCache)
		}
	}
	m.r.arrivals.answered(m.r, op, at)
}

// countRead counts a read.
func (m *meter) countRead(op int32, fromCache bool) {
	size := uint32(0)
	if int(op) < len(m.sizes) {
		size = m.sizes[op]
	}
	m.read.add(size)
	if fromCache {
		m.hit.add(size)
	}
}
