package scenario

import (
	"time"

	"cacheplay/wasm/engine"
)

// The limits of the Data Accessor.
const (
	MaxAttempts = 10   // of a call
	MaxBulkhead = 1000 // calls under way

	MaxTokens     = 1000 // of a retry budget
	MaxTokenRatio = 1000 // tokens that a success brings
)

// accessor declares the settings of the Data Accessor.
func (f *fields) accessor(a *Accessor) {
	a.Rules.Timeout = f.duration("timeout", 0, setting{"Time-out", (*Variant).canTimeOut},
		`How long the accessor waits for the source. What it asked for may still happen after that, and nobody knows. "0s" means for ever.`)
	a.Rules.MaxAttempts = f.count("maxAttempts", 1, MaxAttempts, setting{"Attempts", (*Variant).tries}, "How often a call to the source is tried, the first time included, and with \"onCacheError\": \"retry\" one to the cache. What the source refuses for good is not tried again.")
	f.section("backoff", "Backoff", "How long the accessor waits before it tries again.", func(f *fields) { f.backoff(&a.Backoff) })
	a.Rules.Pause = a.Backoff.Initial
	f.section("circuitBreaker", "Circuit breaker", "Stops calling a source that fails, so that callers are refused at once and the source can recover.", func(f *fields) {
		f.circuitBreaker(&a.Rules.Breaker)
	})
	f.section("retryBudget", "Retry budget", "Ends retries when more fails than succeeds, so that they cannot keep up an overload: the rules of gRPC's retry throttling. A call that fails takes a token, each time that it is tried, and one that succeeds brings a part of one. "+
		"A call is tried again only while more than half of the tokens are left. Otherwise it has failed.", func(f *fields) {
		f.retryBudget(&a.Rules.RetryBudget)
	})
	a.Rules.Bulkhead = f.limit("bulkhead", 1, MaxBulkhead, setting{"Bulkhead", (*Variant).canOverlapAtSource}, "How many calls to the source can be under way at the same time. The accessor refuses further ones, so that a slow source does not take everything down with it.")
	a.Rules.IdempotencyKey = f.flag("idempotencyKey", false, setting{"Idempotency key", (*Variant).canRepeat},
		"Whether each operation has a key of its own, by which the source knows a repeated save and does not apply it again.")
}

// retryBudget declares the settings of the retry budget. Its names, the bounds of the
// tokens and the default are those of gRPC (proposal A6).
func (f *fields) retryBudget(b *engine.RetryBudgetRules) {
	b.Max = 1000 * uint32(f.limit("maxTokens", 1, MaxTokens, setting{"Retry tokens at most", (*Variant).retriesSource}, "How many tokens there are at most, and at the start. Without it there is no retry budget."))
	b.Ratio = uint32(f.decimal("tokenRatio", 100, 0, MaxTokenRatio, setting{"Retry tokens for a success", (*Variant).hasRetryBudget}, "What a call that succeeds brings: with 0.1 ten of them pay for one that fails."))
}

// backoff declares the settings of the pauses between attempts.
func (f *fields) backoff(b *Backoff) {
	b.Initial = f.duration("initial", int64(500*time.Millisecond), setting{"First pause", (*Variant).retries}, "The pause before the second attempt. The default is that of resilience4j.")
	b.Multiplier = f.decimal("multiplier", 2000, 1, 10, setting{"Pauses grow by", (*Variant).retries}, "How many times longer each further pause is: 2 doubles it, 1 keeps it.")
	b.Jitter = f.decimal("jitter", 0, 0, 1, setting{"Spread of the pauses", (*Variant).retries}, "How much a pause is longer or shorter at random: 0.5 is up to half of it, so that callers do not all come back at the same moment.")
	b.Max = f.duration("max", 0, setting{"Longest pause", (*Variant).retries}, `The longest pause. "0s" means no bound.`)
}

// circuitBreaker declares the settings of the circuit breaker.
func (f *fields) circuitBreaker(b *engine.BreakerRules) {
	b.Threshold = f.limit("failureThreshold", 1, engine.MaxBreakerWindow, setting{"Failures until it opens", (*Variant).canErr}, "How many of the last calls must have failed for the circuit breaker to open. Without it there is no circuit breaker.")
	b.Window = f.limit("window", 1, engine.MaxBreakerWindow, setting{"Calls that count", (*Variant).hasBreaker}, "How many of the last calls it looks at. Without it: as many as must fail, so that it opens after that many failures in a row.")
	if b.Window == 0 {
		b.Window = b.Threshold
	}
	if b.Threshold > b.Window {
		f.reader.fail(f.at("window"), CodeConflict, "a window of "+Counted(b.Window, "call")+" never holds "+Counted(b.Threshold, "failure"))
	}
	b.OpenFor = f.duration("openFor", int64(time.Minute), setting{"Stays open for", (*Variant).hasBreaker}, "How long it refuses every call before it lets some through again. The default is that of resilience4j.")
	b.Trials = f.count("halfOpenCalls", 1, engine.MaxBreakerWindow, setting{"Trial calls", (*Variant).hasBreaker}, "How many calls it lets through then. If all succeed it closes, if one fails it opens again.")
}
