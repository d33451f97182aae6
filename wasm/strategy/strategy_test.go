package strategy

import (
	"slices"
	"strings"
	"testing"
)

// The strategies by name, as the article and its field describe them.
func TestNamed(t *testing.T) {
	table := []struct {
		id, also string
		kind     Kind
		by       Participant
		steps    string
	}{
		{
			id:    "cache-inline",
			also:  "read through",
			kind:  Read,
			by:    ResourceManager,
			steps: "cache.get, answer-on-hit, source.read, cache.set, answer",
		},
		{
			id:    "cache-aside",
			also:  "lazy loading",
			kind:  Read,
			by:    Client,
			steps: "cache.get, answer-on-hit, source.read, cache.set, answer",
		},
		{
			id:    "no-cache",
			also:  "",
			kind:  Read,
			by:    Client,
			steps: "source.read, answer",
		},
		{
			id:    "refresh-ahead",
			also:  "",
			kind:  Read,
			by:    ResourceManager,
			steps: "cache.get, answer-on-hit, source.read, cache.set, answer",
		},
		{
			id:    "stale-while-revalidate",
			also:  "SWR",
			kind:  Read,
			by:    ResourceManager,
			steps: "cache.get, answer-on-hit, source.read, cache.set, answer",
		},
		{
			id:    "write-through",
			also:  "write inline",
			kind:  Write,
			by:    ResourceManager,
			steps: "cache.set, source.save, answer",
		},
		{
			id:    "write-through-source-first",
			also:  "",
			kind:  Write,
			by:    ResourceManager,
			steps: "source.save, cache.set, answer",
		},
		{
			id:    "write-behind",
			also:  "write back",
			kind:  Write,
			by:    ResourceManager,
			steps: "cache.set+queue.put, answer",
		},
		{
			id:    "write-around",
			also:  "",
			kind:  Write,
			by:    Client,
			steps: "source.save, answer",
		},
		{
			id:    "write-invalidate",
			also:  "cache-aside's usual partner",
			kind:  Write,
			by:    Client,
			steps: "source.save, cache.delete, answer",
		},
		{
			id:    "delete-first",
			also:  "",
			kind:  Write,
			by:    Client,
			steps: "cache.delete, source.save, answer",
		},
		{
			id:    "double-delete",
			also:  "",
			kind:  Write,
			by:    Client,
			steps: "cache.delete, source.save, answer, wait, cache.delete",
		},
		{
			id:    "change-data-capture",
			also:  "CDC",
			kind:  Write,
			by:    Client,
			steps: "source.save, answer, and the feed: cache.delete",
		},
	}
	all := append(Named(Read), Named(Write)...)
	if len(all) != len(table) {
		t.Errorf("%d strategies have a name, not %d", len(all), len(table))
	}
	for _, row := range table {
		s, ok := ByID(row.kind, row.id)
		if !ok {
			t.Errorf("there is no %s strategy %q", row.kind, row.id)
			continue
		}
		steps := names(s.Steps)
		if len(s.Feed) > 0 {
			steps += ", and the feed: " + names(s.Feed)
		}
		if s.Also != row.also || s.By != row.by || steps != row.steps {
			t.Errorf("%s: also %q, by %v: %s", row.id, s.Also, s.By, steps)
		}
		if (s.Refresh != NoRefresh) != (row.id == "refresh-ahead" || row.id == "stale-while-revalidate") {
			t.Errorf("%s: refreshes %v", row.id, s.Refresh)
		}
		if (s.Pause > 0) != slices.Contains(s.Steps, Wait) {
			t.Errorf("%s waits %d ns", row.id, s.Pause)
		}
		if s.Queues() != (row.id == "write-behind") {
			t.Errorf("%s: queues %v", row.id, s.Queues())
		}
		if (s.Choose == "" || s.Cost == "") == (row.kind == Write) {
			t.Errorf("%s: choose it %q; it costs %q", row.id, s.Choose, s.Cost)
		}
		for _, flaw := range s.Check() {
			t.Errorf("%s: %v", row.id, flaw)
		}
	}
	if _, ok := ByID(Write, "cache-inline"); ok {
		t.Error("a read strategy is no write strategy")
	}
}

func TestTheWorker(t *testing.T) {
	if got := names(WorkerSteps); got != "queue.take, source.save, queue.done" {
		t.Error(got)
	}
	if flaws := (Strategy{Kind: Worker, By: ResourceManager, Steps: WorkerSteps}).Check(); flaws != nil {
		t.Error(flaws)
	}
}

func names(list []Step) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.String()
	}
	return strings.Join(out, ", ")
}

// list reads steps from their names.
func list(t *testing.T, text string) []Step {
	var out []Step
	for id := range strings.SplitSeq(text, ", ") {
		s, ok := ParseStep(id)
		if !ok {
			t.Fatalf("%q is not a step", id)
		}
		out = append(out, s)
	}
	return out
}

// Every flaw that a list can have, by its name, where it stands, and in words.
func TestFlaws(t *testing.T) {
	const (
		reads   = `"cache.get", "answer-on-hit", "source.read", "cache.set", "cache.delete", "answer", "wait"`
		writes  = `"cache.set", "cache.delete", "cache.set+queue.put", "source.save", "queue.put", "answer", "wait"`
		workers = `"queue.take", "source.save", "cache.set", "cache.delete", "queue.done", "wait"`
	)
	for _, row := range []struct {
		kind  Kind
		by    Participant
		steps string
		code  string
		at    int
		text  string
	}{
		{
			kind:  Read,
			by:    Client,
			steps: "source.save, source.read, answer",
			code:  "not-a-read-step",
			at:    0,
			text:  `"source.save" is not a step that a read can take: allowed are ` + reads,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "cache.get, source.save, answer",
			code:  "not-a-write-step",
			at:    0,
			text:  `"cache.get" is not a step that a write can take: allowed are ` + writes,
		},
		{
			kind:  Write,
			by:    ResourceManager,
			steps: "source.save, answer, queue.take",
			code:  "not-a-write-step",
			at:    2,
			text:  `"queue.take" is not a step that a write can take: allowed are ` + writes,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, source.save, answer, queue.done",
			code:  "not-a-worker-step",
			at:    2,
			text:  `"answer" is not a step that a worker can take: allowed are ` + workers,
		},
		{
			kind:  Read,
			by:    Client,
			steps: "answer, source.read",
			code:  "answer-before-known",
			at:    0,
			text:  `"answer" comes before anything could be known: put "cache.get" or "source.read" before it`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "cache.delete, answer, source.save",
			code:  "answer-before-known",
			at:    1,
			text:  `"answer" comes before anything could be known: put "cache.set", "queue.put" or "source.save" before it`,
		},
		{
			kind:  Read,
			by:    Client,
			steps: "answer-on-hit, source.read, answer",
			code:  "answer-before-known",
			at:    0,
			text:  `"answer-on-hit" needs a "cache.get" before it`,
		},
		{
			kind:  Read,
			by:    Client,
			steps: "source.read, answer, answer",
			code:  "answers-twice",
			at:    2,
			text:  `"answer" stands twice: an operation is answered once`,
		},
		{
			kind:  Read,
			by:    Client,
			steps: "cache.get, source.read, answer, answer-on-hit",
			code:  "answers-twice",
			at:    3,
			text:  `"answer-on-hit" comes after "answer": an operation is answered once`,
		},
		{
			kind:  Read,
			by:    Client,
			steps: "cache.get, cache.set, source.read, answer",
			code:  "nothing-to-store",
			at:    1,
			text:  `"cache.set" has nothing to store: put "source.read" before it`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "queue.put, answer",
			code:  "queue-needs-manager",
			at:    0,
			text:  `"queue.put" requires "by": "manager": the queue is the Resource Manager's`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "cache.set+queue.put, answer",
			code:  "queue-needs-manager",
			at:    0,
			text:  `"cache.set+queue.put" requires "by": "manager": the queue is the Resource Manager's`,
		},
		{
			kind:  Write,
			by:    ResourceManager,
			steps: "queue.put, cache.set+queue.put, answer",
			code:  "queues-twice",
			at:    1,
			text:  `the write is put into the queue twice`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "source.save, queue.take, queue.done",
			code:  "take-first",
			at:    1,
			text:  `"queue.take" is the first step of a worker, and taken once`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, queue.take, source.save, queue.done",
			code:  "take-first",
			at:    1,
			text:  `"queue.take" is the first step of a worker, and taken once`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, queue.done, source.save",
			code:  "done-last",
			at:    1,
			text:  `"queue.done" is the last step of a worker, and taken once: what comes after it has no write any more`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, source.save, queue.done, queue.done",
			code:  "done-last",
			at:    2,
			text:  `"queue.done" is the last step of a worker, and taken once: what comes after it has no write any more`,
		},
		{
			kind:  Read,
			by:    Client,
			steps: "cache.get, source.read",
			code:  "never-answers",
			at:    -1,
			text:  `the operation is never answered: add "answer"`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "source.save",
			code:  "never-answers",
			at:    -1,
			text:  `the operation is never answered: add "answer"`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "cache.set, answer",
			code:  "never-saves",
			at:    -1,
			text:  `the write never reaches the source: add "source.save" or "queue.put"`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, source.save",
			code:  "worker-incomplete",
			at:    -1,
			text:  `a worker needs "queue.done"`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, queue.done",
			code:  "worker-incomplete",
			at:    -1,
			text:  `a worker needs "source.save"`,
		},
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "source.save, queue.done",
			code:  "worker-incomplete",
			at:    -1,
			text:  `a worker needs "queue.take"`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: "source.save, answer, wait",
			code:  "ends-waiting",
			at:    2,
			text:  `a "wait" at the end changes nothing`,
		},
		{
			kind:  Write,
			by:    Client,
			steps: strings.Repeat("cache.set, ", 15) + "source.save, answer",
			code:  "length",
			at:    -1,
			text:  "a list has 1 to 16 steps",
		},
	} {
		flaws := Strategy{Kind: row.kind, By: row.by, Steps: list(t, row.steps)}.Check()
		if len(flaws) != 1 {
			t.Errorf("%s: %d flaws: %v", row.steps, len(flaws), flaws)
			continue
		}
		if f := flaws[0]; f.Code != row.code || f.Step != row.at || f.Error() != row.text {
			t.Errorf("%s\n got %s at %d: %v\nwant %s at %d: %s", row.steps, f.Code, f.Step, f, row.code, row.at, row.text)
		}
	}
	if flaws := (Strategy{Kind: Read}).Check(); len(flaws) != 1 || flaws[0].Code != "length" {
		t.Errorf("an empty list: %v", flaws)
	}
}

// Every step that is allowed for whoever executes a list is without the flaws
// that are about that, and no other is.
func TestAllowed(t *testing.T) {
	for _, kind := range []Kind{Read, Write, Worker} {
		for _, by := range []Participant{Client, ResourceManager} {
			for step := CacheGet; step < steps; step++ {
				refused := false
				for _, flaw := range (Strategy{Kind: kind, By: by, Steps: []Step{step}}).Check() {
					refused = refused || flaw.Code == "queue-needs-manager" || strings.HasPrefix(flaw.Code, "not-a-")
				}
				if slices.Contains(Allowed(kind, by), step) == refused {
					t.Errorf("a %s by the %s can take %s: %v", kind, by, step, !refused)
				}
			}
		}
	}
}

// What may look odd, and is allowed: exploring shows what it leads to.
func TestListsWithoutFlaw(t *testing.T) {
	for _, row := range []struct {
		kind  Kind
		by    Participant
		steps string
	}{
		{kind: Read, by: Client, steps: "cache.get, answer"}, // never asks the source
		{
			kind:  Read,
			by:    Client,
			steps: "cache.get, answer-on-hit, source.read, answer, cache.set",
		},
		{kind: Write, by: Client, steps: "cache.set, answer, source.save"}, // answers before it is safe
		{
			kind:  Write,
			by:    Client,
			steps: "source.save, answer, wait, cache.delete, wait, cache.delete",
		},
		{
			kind:  Write,
			by:    ResourceManager,
			steps: "cache.set, queue.put, answer",
		}, // not one atomic effect
		{
			kind:  Worker,
			by:    ResourceManager,
			steps: "queue.take, source.save, cache.set, queue.done",
		},
	} {
		if flaws := (Strategy{Kind: row.kind, By: row.by, Steps: list(t, row.steps)}).Check(); flaws != nil {
			t.Errorf("%s: %v", row.steps, flaws)
		}
	}
}

// Each name leads back to the step that it names, and a call to whom it calls.
func TestNamesOfStepsAndCallees(t *testing.T) {
	for s := CacheGet; s < steps; s++ {
		if got, ok := ParseStep(s.String()); !ok || got != s {
			t.Errorf("%q", s)
		}
	}
	if _, ok := ParseStep(""); ok {
		t.Error("no name is no step")
	}
	for step, want := range map[Step]string{CacheGet: "cache", CacheSet: "cache", CacheDelete: "cache", CacheSetQueuePut: "cache", SourceRead: "source", SourceSave: "source"} {
		if callee, calls := step.Callee(); !calls || callee.String() != want {
			t.Errorf("%s calls %s", step, callee)
		}
	}
	for _, step := range []Step{QueuePut, Answer, AnswerOnHit, Wait, QueueTake, QueueDone} {
		if _, calls := step.Callee(); calls {
			t.Errorf("%s calls nobody", step)
		}
	}
}
