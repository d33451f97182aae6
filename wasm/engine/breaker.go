package engine

import "math/bits"

// BreakerState is the state of the accessor's circuit breaker, by the names of
// Nygard, "Release It!" (2007).
type BreakerState uint8

const (
	// BreakerClosed lets attempts through.
	BreakerClosed BreakerState = iota
	// BreakerOpened refuses attempts.
	BreakerOpened
	// BreakerHalfOpen lets a few attempts through.
	BreakerHalfOpen
)

// String returns the state's name in traces.
func (s BreakerState) String() string { return [...]string{"closed", "open", "half-open"}[s] }

// Breaker is the circuit breaker of the Data Accessor.
type Breaker struct {
	State  BreakerState
	Failed uint64 // the last attempts, a bit each, the newest lowest; 1 means failed
	Trials int    // how many attempts the half-open breaker has let through
	Passed int    // how many of them have succeeded
}

// MaxBreakerWindow is the largest BreakerRules.Window.
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

// recordAttempt tells the circuit breaker how an attempt ended. Of an attempt
// that began before the circuit breaker opened, the end is ignored while it is
// open and counts as a trial's while it is half-open.
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

// openBreaker opens the circuit breaker for BreakerRules.OpenFor.
func (m *Model) openBreaker(w *World, e *Effect) {
	w.setBreaker(BreakerOpened, e)
	e.Also = append(e.Also, FollowUp{Choice{Kind: BreakerTrial}, Until, w.Clock.Now + m.Accessor.Breaker.OpenFor})
}

// allowTrials makes an open circuit breaker half-open.
func (m *Model) allowTrials(w *World, e *Effect) {
	if w.Breaker.State == BreakerOpened {
		w.setBreaker(BreakerHalfOpen, e)
	}
}

// setBreaker changes the circuit breaker's state and clears its counts.
func (w *World) setBreaker(state BreakerState, e *Effect) {
	change := e.change(BreakerChanged, -1)
	change.BreakerBefore, change.BreakerAfter = w.Breaker.State, state
	w.Breaker = Breaker{State: state}
}
