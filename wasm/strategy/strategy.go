package strategy

import "slices"

// Kind tells who follows a list of steps.
type Kind uint8

const (
	// Read is the kind of a list that reads follow.
	Read Kind = iota
	// Write is the kind of a list that writes follow.
	Write
	// Worker is the kind of the list that write-behind workers follow.
	Worker
)

// String returns the kind's name in scenarios and in error messages.
func (k Kind) String() string { return [...]string{"read", "write", "worker"}[k] }

// Strategy is a list of steps and the participant that executes it.
type Strategy struct {
	ID    string // "" for a list that a scenario gives
	Also  string // another name that the field uses, or ""
	Kind  Kind
	By    Participant // Client or ResourceManager
	Steps []Step
	Pause int64 // how long each Wait step lasts, in nanoseconds
	// Refresh tells which entries a read refreshes, of a read strategy.
	Refresh Refresh
	// Feed is what the source's change feed does with each change, in the
	// background; only with strategies that rely on one.
	Feed []Step
	// Does says what a read strategy does.
	Does string
	// Choose and Cost complete "Choose it …" and "It costs …": when one would
	// take a write strategy, and what for.
	Choose, Cost string
}

// Refresh tells which entries a hit refreshes: the read is answered at once, and
// loads the entry again in the background.
type Refresh uint8

const (
	// NoRefresh refreshes no entries.
	NoRefresh Refresh = iota
	// RefreshAhead refreshes entries near the end of their time to live, as
	// Coherence does.
	RefreshAhead
	// StaleWhileRevalidate answers from entries just past their end and refreshes
	// them (RFC 5861).
	StaleWhileRevalidate
)

// DefaultPause is how long a Wait step lasts where nothing else is said: one
// second, the usual recipe for the second delete of double-delete ("longer
// than a read takes to load"), in nanoseconds.
const DefaultPause = 1_000_000_000

// named holds every strategy that has a name. The order of the list is the
// order in which they are offered.
var named = []Strategy{
	{ID: "cache-inline", Also: "read through", Kind: Read, By: ResourceManager,
		Steps: []Step{CacheGet, AnswerOnHit, SourceRead, CacheSet, Answer},
		Does:  "The Resource Manager looks into the cache first. What is not there it gets from the source, keeps a copy of it in the cache, and answers."},
	{ID: "cache-aside", Also: "lazy loading", Kind: Read, By: Client,
		Steps: []Step{CacheGet, AnswerOnHit, SourceRead, CacheSet, Answer},
		Does:  "The client does all itself: it looks into the cache, asks the source for what is not there, and puts a copy into the cache."},
	{ID: "no-cache", Kind: Read, By: Client,
		Steps: []Step{SourceRead, Answer},
		Does:  "The client asks the source each time. The cache has no part in it."},
	{ID: "refresh-ahead", Kind: Read, By: ResourceManager, Refresh: RefreshAhead,
		Steps: []Step{CacheGet, AnswerOnHit, SourceRead, CacheSet, Answer},
		Does:  "As Cache Inline; and a copy that is read near the end of its time to live is answered at once, and loaded anew in the background."},
	{ID: "stale-while-revalidate", Also: "SWR", Kind: Read, By: ResourceManager, Refresh: StaleWhileRevalidate,
		Steps: []Step{CacheGet, AnswerOnHit, SourceRead, CacheSet, Answer},
		Does:  "As Cache Inline; and a copy whose time to live is just over is still answered at once, and loaded anew in the background."},
	{ID: "write-through", Also: "write inline", Kind: Write, By: ResourceManager,
		Steps:  []Step{CacheSet, SourceSave, Answer},
		Choose: "when what was just written is read soon and must not be stale.",
		Cost:   "the client’s time: every write waits for the cache and the source."},
	{ID: "write-through-source-first", Kind: Write, By: ResourceManager,
		Steps:  []Step{SourceSave, CacheSet, Answer},
		Choose: "when the cache must never hold what the source has refused.",
		Cost:   "the same wait, and a race between two writers can leave the older value in the cache."},
	{ID: "write-behind", Also: "write back", Kind: Write, By: ResourceManager,
		Steps:  []Step{CacheSetQueuePut, Answer},
		Choose: "when writes come in peaks that the source cannot take, and losing a few is bearable or a journal keeps them.",
		Cost:   "certainty: until the worker has written, a crash loses what the client was told is done."},
	{ID: "write-around", Kind: Write, By: Client,
		Steps:  []Step{SourceSave, Answer},
		Choose: "when what is written is seldom read, or the source alone may answer.",
		Cost:   "the first read, which waits for the source, and old copies until they expire."},
	{ID: "write-invalidate", Also: "cache-aside's usual partner", Kind: Write, By: Client,
		Steps:  []Step{SourceSave, CacheDelete, Answer},
		Choose: "when reads fill the cache and a write only has to make old copies go away.",
		Cost:   "one miss after each write, and a rare race that stores the old value again."},
	{ID: "delete-first", Kind: Write, By: Client,
		Steps:  []Step{CacheDelete, SourceSave, Answer},
		Choose: "hardly ever: it is shown because it is often proposed.",
		Cost:   "a read between delete and save puts the old value back, to stay."},
	{ID: "double-delete", Kind: Write, By: Client, Pause: DefaultPause,
		Steps:  []Step{CacheDelete, SourceSave, Answer, Wait, CacheDelete},
		Choose: "when you cannot use leases or versions and want the old value to go away again.",
		Cost:   "a second delete, a guess how long to wait for it, and old reads until then."},
	{ID: "change-data-capture", Also: "CDC", Kind: Write, By: Client,
		Steps: []Step{SourceSave, Answer}, Feed: []Step{CacheDelete},
		Choose: "when others write to the source too, and the cache must hear of it all.",
		Cost:   "a change feed to run, and old reads until its news arrives."},
}

// WorkerSteps is what the write-behind worker does with each item, unless a
// scenario gives another list.
var WorkerSteps = []Step{QueueTake, SourceSave, QueueDone}

// Named returns the named strategies of one kind, in the order in which they
// are offered. The caller may keep the slice, not change what the steps hold.
func Named(kind Kind) []Strategy {
	var out []Strategy
	for _, s := range named {
		if s.Kind == kind {
			out = append(out, s)
		}
	}
	return out
}

// ByID returns the strategy of a kind with this id.
func ByID(kind Kind, id string) (Strategy, bool) {
	for _, s := range named {
		if s.Kind == kind && s.ID == id {
			return s, true
		}
	}
	return Strategy{}, false
}

// Queues reports whether the list hands writes to the worker's queue.
func (s Strategy) Queues() bool {
	for _, step := range s.Steps {
		if step.Queues() {
			return true
		}
	}
	return false
}

// UsesCache reports whether a step of the list calls the cache.
func (s Strategy) UsesCache() bool {
	return slices.ContainsFunc(s.Steps, func(step Step) bool { callee, _ := step.Callee(); return callee == Cache })
}
