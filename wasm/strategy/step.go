// Package strategy defines caching strategies: the steps, the participants that
// take them, and every named strategy as its list of steps.
//
// It depends on no other package. A strategy is nothing but its list: what a step
// does is written once, in package engine, and no driver knows a strategy by name.
package strategy

// Participant is one of the lifelines of the article's diagrams.
type Participant uint8

// The participants, in the order in which diagrams show them.
const (
	Client          Participant = iota // who needs data
	ResourceManager                    // decides whether cache or source answers
	Cache                              // where copies are stored
	DataAccessor                       // fetches data from outside the application
	Source                             // the system of record behind the accessor
	Participants                       // how many there are
)

var participantIDs = [Participants]string{"client", "manager", "cache", "accessor", "source"}

// String returns the participant's id in scenarios and traces.
func (p Participant) String() string { return participantIDs[p] }

// Step is one step of a strategy. Its zero value is no step.
type Step uint8

// The steps. CacheSetQueuePut is one atomic effect, drawn as two events: it is
// what makes an entry dirty and its write queued in the same instant.
const (
	NoStep Step = iota
	CacheGet
	CacheSet
	CacheDelete
	CacheSetQueuePut
	SourceRead
	SourceSave
	QueuePut
	Answer
	AnswerOnHit
	Wait
	QueueTake
	QueueDone
	steps
)

// Is reports whether a reference to a step means this one. Either half of the atomic
// pair of cache.set and queue.put stands for the pair.
func (s Step) Is(named Step) bool {
	return s == named || s == CacheSetQueuePut && (named == CacheSet || named == QueuePut)
}

var stepIDs = [steps]string{
	CacheGet:         "cache.get",
	CacheSet:         "cache.set",
	CacheDelete:      "cache.delete",
	CacheSetQueuePut: "cache.set+queue.put",
	SourceRead:       "source.read",
	SourceSave:       "source.save",
	QueuePut:         "queue.put",
	Answer:           "answer",
	AnswerOnHit:      "answer-on-hit",
	Wait:             "wait",
	QueueTake:        "queue.take",
	QueueDone:        "queue.done",
}

// String returns the step's id in scenarios and traces.
func (s Step) String() string { return stepIDs[s] }

var stepDocs = [steps]string{
	CacheGet:         "Asks the cache for the key. It has a copy (a hit) or not (a miss).",
	CacheSet:         "Stores a copy in the cache: of what is written, or of what a read has got from the source.",
	CacheDelete:      "Removes the copy from the cache.",
	CacheSetQueuePut: "Stores the copy and puts the write into the queue in one step, so that nothing can come in between.",
	SourceRead:       "Gets the value from the source.",
	SourceSave:       "Saves the write at the source.",
	QueuePut:         "Puts the write into the queue, from which a worker brings it to the source.",
	Answer:           "Answers the client.",
	AnswerOnHit:      "After a hit: answers the client, and the operation ends here. After a miss: nothing.",
	Wait:             "Pauses.",
	QueueTake:        "Takes the oldest write that may be taken from the queue.",
	QueueDone:        "The write leaves the queue: the source has it.",
}

// Doc says what the step does.
func (s Step) Doc() string { return stepDocs[s] }

// ParseStep is the inverse of String. The empty id is not a step.
func ParseStep(id string) (Step, bool) {
	for s := CacheGet; s < steps; s++ {
		if stepIDs[s] == id {
			return s, true
		}
	}
	return NoStep, false
}

// Callee returns the participant that a step calls, and false for the steps
// that whoever executes the list takes alone.
func (s Step) Callee() (Participant, bool) {
	switch s {
	case CacheGet, CacheSet, CacheDelete, CacheSetQueuePut:
		return Cache, true
	case SourceRead, SourceSave:
		return Source, true
	}
	return 0, false
}

// Queues reports whether the step hands the write to the worker's queue.
func (s Step) Queues() bool { return s == QueuePut || s == CacheSetQueuePut }
