package engine

import "math/bits"

// BreakerState is the state of the accessor's circuit breaker.
type BreakerState uint8

// The states, as Nygard names them in "Release It!" (2007): closed lets
// attempts through, open refuses them, half-open lets a few try.
const (
	BreakerClosed BreakerState = iota
	BreakerOpened
	BreakerHalfOpen
)

// String returns the state's name in traces.
func (s BreakerState) String() string { return [...]string{"closed", "open", "half-open"}[s] }

// Breaker is the circuit breaker of the Data Accessor.
type Breaker struct {
	State  BreakerState
	Failed uint64 // a bit for each of the last attempts, the newest lowest: it failed
	Trials int    // half-open: attempts let through
	Passed int    // half-open: those of them that succeeded
}

// MaxBreakerWindow is how many attempts a circuit breaker can look back on.
const MaxBreakerWindow = 64

// admits reports whether the circuit breaker lets an attempt through.
func (b BreakerRules) admits(w *World) bool {
	if b.Threshold == 0 {
		return true
	}
	switch w.Breaker.State {
	case BreakerOpened:
		return false
	case BreakerHalfOpen:
		return w.Breaker.Trials < b.Trials
	}
	return true
}

// recordAttempt tells the circuit breaker how an attempt ended. One that began before
// it opened, and ends only now, says nothing while it is open, and as much as a
// trial while it is half-open.
func (m *Model) recordAttempt(w *World, passed bool, e *Effect) {
	rules, b := m.Accessor.Breaker, &w.Breaker
	if rules.Threshold == 0 || !m.Timed {
		return
	}
	switch b.State {
	case BreakerClosed:
		b.Failed <<= 1
		if !passed {
			b.Failed |= 1
		}
		if rules.Window < MaxBreakerWindow {
			b.Failed &= 1<<rules.Window - 1
		}
		if bits.OnesCount64(b.Failed) >= rules.Threshold {
			m.openBreaker(w, e)
		}
	case BreakerHalfOpen:
		if !passed {
			m.openBreaker(w, e)
		} else if b.Passed++; b.Passed >= rules.Trials {
			w.setBreaker(BreakerClosed, e)
		}
	}
}

// openBreaker refuses everything for a while.
func (m *Model) openBreaker(w *World, e *Effect) {
	w.setBreaker(BreakerOpened, e)
	e.Also = append(e.Also, FollowUp{Choice{Kind: BreakerTrial}, Until, w.Clock.Now + m.Accessor.Breaker.OpenFor})
}

// allowTrials lets an open circuit breaker try whether the source is back.
func (m *Model) allowTrials(w *World, e *Effect) {
	if w.Breaker.State == BreakerOpened {
		w.setBreaker(BreakerHalfOpen, e)
	}
}

func (w *World) setBreaker(state BreakerState, e *Effect) {
	e.Changes = append(e.Changes, Change{Kind: BreakerChanged, Key: -1, BreakerBefore: w.Breaker.State, BreakerAfter: state})
	w.Breaker = Breaker{State: state}
}
