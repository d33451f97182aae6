package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// OnCacheError tells what the caller of a cache call does when it is told that the
// call has failed.
type OnCacheError uint8

const (
	// IgnoreCacheError goes on: a cache.get has missed, a cache.set or cache.delete is
	// skipped.
	IgnoreCacheError OnCacheError = iota
	// FailOnCacheError ends an operation as a step that has failed does. A worker and
	// the change feed, which answer nobody, go on.
	FailOnCacheError
	// RetryCacheError tries the call again, AccessorRules.MaxAttempts times in all, and
	// then goes on.
	RetryCacheError
)

// goesWrong lets a fault befall a call to the cache, and reports whether there is one:
// the call then has no effect. Its caller goes on, unless it is told of a failure
// (Task.Failure) that it does not ignore.
func (m *Model) goesWrong(t *Task, self Choice, e *Effect) bool {
	fault := t.Fault
	t.Fault, t.Failure = NoFault, NoFailure
	switch fault {
	case CacheLost:
		e.Result = CallLost
	case CacheError:
		e.Result = CallFailed
		t.Attempt++
		if m.heedsCacheError(t, self) {
			t.Failure = Erred
		}
		return true
	}
	t.Attempt = 0
	return fault == CacheLost
}

// heedsCacheError reports whether a caller does anything about the failure of its call
// to the cache.
func (m *Model) heedsCacheError(t *Task, self Choice) bool {
	switch m.OnCacheError {
	case FailOnCacheError:
		return self.Kind == OpStep
	case RetryCacheError:
		return int(t.Attempt) < m.Accessor.MaxAttempts
	}
	return false
}

// pausesForCache reports whether a task that has heard how its call to the cache ended
// tries it again.
func (m *Model) pausesForCache(t *Task) bool {
	return t.Failure != NoFailure && m.OnCacheError == RetryCacheError
}

// callAgain takes the first phase of a call to the cache that a task tries again.
func (t *Task) callAgain(self Choice, step strategy.Step, e *Effect) {
	t.Phase = Calling
	t.strike(self, step)
	e.setNext(self.Plain(), Network)
}

// hasHandedOver reports whether an operation has given its write to the source or to
// the queue before the step that it is at: then the write can take effect, whatever
// becomes of the operation.
func (op *Op) hasHandedOver(list *strategy.Strategy) bool {
	return op.Kind != Get && slices.ContainsFunc(list.Steps[:op.Step], func(s strategy.Step) bool { return s == strategy.SourceSave || s.Queues() })
}
