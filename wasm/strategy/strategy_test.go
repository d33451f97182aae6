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
		{"cache-inline", "read through", Read, ResourceManager, "cache.get, answer-on-hit, source.read, cache.set, answer"},
		{"cache-aside", "lazy loading", Read, Client, "cache.get, answer-on-hit, source.read, cache.set, answer"},
		{"no-cache", "", Read, Client, "source.read, answer"},
		{"refresh-ahead", "", Read, ResourceManager, "cache.get, answer-on-hit, source.read, cache.set, answer"},
		{"stale-while-revalidate", "SWR", Read, ResourceManager, "cache.get, answer-on-hit, source.read, cache.set, answer"},
		{"write-through", "write inline", Write, ResourceManager, "cache.set, source.save, answer"},
		{"write-through-source-first", "", Write, ResourceManager, "source.save, cache.set, answer"},
		{"write-behind", "write back", Write, ResourceManager, "cache.set+queue.put, answer"},
		{"write-around", "", Write, Client, "source.save, answer"},
		{"write-invalidate", "cache-aside's usual partner", Write, Client, "source.save, cache.delete, answer"},
		{"delete-first", "", Write, Client, "cache.delete, source.save, answer"},
		{"double-delete", "", Write, Client, "cache.delete, source.save, answer, wait, cache.delete"},
		{"change-data-capture", "CDC", Write, Client, "source.save, answer, and the feed: cache.delete"},
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
		{Read, Client, "source.save, source.read, answer", "not-a-read-step", 0, `"source.save" is not a step that a read can take: allowed are ` + reads},
		{Write, Client, "cache.get, source.save, answer", "not-a-write-step", 0, `"cache.get" is not a step that a write can take: allowed are ` + writes},
		{Write, ResourceManager, "source.save, answer, queue.take", "not-a-write-step", 2, `"queue.take" is not a step that a write can take: allowed are ` + writes},
		{Worker, ResourceManager, "queue.take, source.save, answer, queue.done", "not-a-worker-step", 2, `"answer" is not a step that a worker can take: allowed are ` + workers},
		{Read, Client, "answer, source.read", "answer-before-known", 0, `"answer" comes before anything could be known: put "cache.get" or "source.read" before it`},
		{Write, Client, "cache.delete, answer, source.save", "answer-before-known", 1, `"answer" comes before anything could be known: put "cache.set", "queue.put" or "source.save" before it`},
		{Read, Client, "answer-on-hit, source.read, answer", "answer-before-known", 0, `"answer-on-hit" needs a "cache.get" before it`},
		{Read, Client, "source.read, answer, answer", "answers-twice", 2, `"answer" stands twice: an operation is answered once`},
		{Read, Client, "cache.get, source.read, answer, answer-on-hit", "answers-twice", 3, `"answer-on-hit" comes after "answer": an operation is answered once`},
		{Read, Client, "cache.get, cache.set, source.read, answer", "nothing-to-store", 1, `"cache.set" has nothing to store: put "source.read" before it`},
		{Write, Client, "queue.put, answer", "queue-needs-manager", 0, `"queue.put" requires "by": "manager": the queue is the Resource Manager's`},
		{Write, Client, "cache.set+queue.put, answer", "queue-needs-manager", 0, `"cache.set+queue.put" requires "by": "manager": the queue is the Resource Manager's`},
		{Write, ResourceManager, "queue.put, cache.set+queue.put, answer", "queues-twice", 1, `the write is put into the queue twice`},
		{Worker, ResourceManager, "source.save, queue.take, queue.done", "take-first", 1, `"queue.take" is the first step of a worker, and taken once`},
		{Worker, ResourceManager, "queue.take, queue.take, source.save, queue.done", "take-first", 1, `"queue.take" is the first step of a worker, and taken once`},
		{Worker, ResourceManager, "queue.take, queue.done, source.save", "done-last", 1, `"queue.done" is the last step of a worker, and taken once: what comes after it has no write any more`},
		{Worker, ResourceManager, "queue.take, source.save, queue.done, queue.done", "done-last", 2, `"queue.done" is the last step of a worker, and taken once: what comes after it has no write any more`},
		{Read, Client, "cache.get, source.read", "never-answers", -1, `the operation is never answered: add "answer"`},
		{Write, Client, "source.save", "never-answers", -1, `the operation is never answered: add "answer"`},
		{Write, Client, "cache.set, answer", "never-saves", -1, `the write never reaches the source: add "source.save" or "queue.put"`},
		{Worker, ResourceManager, "queue.take, source.save", "worker-incomplete", -1, `a worker needs "queue.done"`},
		{Worker, ResourceManager, "queue.take, queue.done", "worker-incomplete", -1, `a worker needs "source.save"`},
		{Worker, ResourceManager, "source.save, queue.done", "worker-incomplete", -1, `a worker needs "queue.take"`},
		{Write, Client, "source.save, answer, wait", "ends-waiting", 2, `a "wait" at the end changes nothing`},
		{Write, Client, strings.Repeat("cache.set, ", 15) + "source.save, answer", "length", -1, "a list has 1 to 16 steps"},
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
		{Read, Client, "cache.get, answer"}, // never asks the source
		{Read, Client, "cache.get, answer-on-hit, source.read, answer, cache.set"},
		{Write, Client, "cache.set, answer, source.save"}, // answers before it is safe
		{Write, Client, "source.save, answer, wait, cache.delete, wait, cache.delete"},
		{Write, ResourceManager, "cache.set, queue.put, answer"}, // not one atomic effect
		{Worker, ResourceManager, "queue.take, source.save, cache.set, queue.done"},
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
