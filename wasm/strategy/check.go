package strategy

import (
	"slices"
	"strings"
)

// MaxSteps bounds a list of steps. The longest named strategy has five.
const MaxSteps = 16

// Flaw is one way in which a list of steps makes no sense. Code is its stable
// name; Step is the index of the step at fault, or -1 where the list as a whole
// is; Error says what was found and what would be right.
type Flaw struct {
	Code string
	Step int
	Text string
}

func (f *Flaw) Error() string { return f.Text }

// Allowed lists the steps that a list of a kind can take, if the participant
// who executes it can take them.
func Allowed(kind Kind, by Participant) []Step {
	var out []Step
	for _, step := range allowed[kind] {
		if by == ResourceManager || !step.Queues() {
			out = append(out, step)
		}
	}
	return out
}

// allowed lists the steps that each kind of list can take. A write has its
// value in hand from the start, so it reads nothing; a worker answers nobody.
var allowed = map[Kind][]Step{
	Read:   {CacheGet, AnswerOnHit, SourceRead, CacheSet, CacheDelete, Answer, Wait},
	Write:  {CacheSet, CacheDelete, CacheSetQueuePut, SourceSave, QueuePut, Answer, Wait},
	Worker: {QueueTake, SourceSave, CacheSet, CacheDelete, QueueDone, Wait},
}

// Check returns everything that is wrong with a list, in the order of its
// steps. It does not judge whether the list is a good idea: that is for
// exploration to show.
func (s Strategy) Check() []*Flaw {
	c := checker{list: s}
	if len(s.Steps) == 0 || len(s.Steps) > MaxSteps {
		c.flaw("length", -1, "a list has 1 to 16 steps")
		return c.flaws
	}
	for i, step := range s.Steps {
		c.step(i, step)
	}
	c.whole()
	return c.flaws
}

// checker walks a list and remembers what has been done so far.
type checker struct {
	list  Strategy
	flaws []*Flaw
	seen  [steps]bool
}

func (c *checker) flaw(code string, at int, text string) {
	c.flaws = append(c.flaws, &Flaw{Code: code, Step: at, Text: text})
}

func (c *checker) step(i int, step Step) {
	kind := c.list.Kind
	if !slices.Contains(allowed[kind], step) {
		c.flaw("not-a-"+kind.String()+"-step", i, `"`+step.String()+`" is not a step that a `+kind.String()+
			" can take: allowed are "+strings.Join(ids(allowed[kind]), ", "))
		return
	}
	switch step {
	case Answer:
		c.answer(i)
	case AnswerOnHit:
		if !c.seen[CacheGet] {
			c.flaw("answer-before-known", i, `"answer-on-hit" needs a "cache.get" before it`)
		} else if c.seen[Answer] {
			c.flaw("answers-twice", i, `"answer-on-hit" comes after "answer": an operation is answered once`)
		}
	case CacheSet:
		if kind == Read && !c.seen[SourceRead] {
			c.flaw("nothing-to-store", i, `"cache.set" has nothing to store: put "source.read" before it`)
		}
	case QueuePut, CacheSetQueuePut:
		c.queuePut(i, step)
	case QueueTake:
		if i != 0 {
			c.flaw("take-first", i, `"queue.take" is the first step of a worker, and taken once`)
		}
	case QueueDone:
		if i != len(c.list.Steps)-1 {
			c.flaw("done-last", i, `"queue.done" is the last step of a worker, and taken once: what comes after it has no write any more`)
		}
	}
	c.seen[step] = true
}

func (c *checker) answer(i int) {
	if c.seen[Answer] {
		c.flaw("answers-twice", i, `"answer" stands twice: an operation is answered once`)
		return
	}
	known := c.seen[CacheGet] || c.seen[SourceRead]
	before := `"cache.get" or "source.read"`
	if c.list.Kind == Write {
		known = c.seen[CacheSet] || c.seen[SourceSave] || c.seen[QueuePut] || c.seen[CacheSetQueuePut]
		before = `"cache.set", "queue.put" or "source.save"`
	}
	if !known {
		c.flaw("answer-before-known", i, `"answer" comes before anything could be known: put `+before+" before it")
	}
}

func (c *checker) queuePut(i int, step Step) {
	if c.list.By != ResourceManager {
		c.flaw("queue-needs-manager", i, `"`+step.String()+`" requires "by": "manager": the queue is the Resource Manager's`)
	}
	if c.seen[QueuePut] || c.seen[CacheSetQueuePut] {
		c.flaw("queues-twice", i, `the write is put into the queue twice`)
	}
}

// whole judges what only the complete list shows.
func (c *checker) whole() {
	switch c.list.Kind {
	case Read, Write:
		if !c.seen[Answer] {
			c.flaw("never-answers", -1, `the operation is never answered: add "answer"`)
		}
		if c.list.Kind == Write && !c.seen[SourceSave] && !c.seen[QueuePut] && !c.seen[CacheSetQueuePut] {
			c.flaw("never-saves", -1, `the write never reaches the source: add "source.save" or "queue.put"`)
		}
	case Worker:
		for _, needed := range []Step{QueueTake, SourceSave, QueueDone} {
			if !c.seen[needed] {
				c.flaw("worker-incomplete", -1, `a worker needs "`+needed.String()+`"`)
			}
		}
	}
	if last := len(c.list.Steps) - 1; c.list.Steps[last] == Wait {
		c.flaw("ends-waiting", last, `a "wait" at the end changes nothing`)
	}
}

func ids(list []Step) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = `"` + s.String() + `"`
	}
	return out
}
