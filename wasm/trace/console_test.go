package trace

import (
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

// articleThrough is the first output of the article, byte for byte.
const articleThrough = `>>> Save transaction
[14:59:17.971960] CacheManager.set
[14:59:17.971977] TrulyAwesomeBankAPIClient.save_transaction
>>> Get transaction
[14:59:19.974781] CacheManager.get
`

// articleBehind is the second output of the article, except for its first time
// stamp, 14:59:24.976378, which is after that of the get, and for the way in which
// Python prints what the source holds.
const articleBehind = `>>> Save transaction
[14:59:21.974325] CacheManager.set
>>> Get transaction
[14:59:21.978355] CacheManager.get

--------------------------------------------
|    AWESOME BANK DATABASE (before sync)   |
--------------------------------------------
{}

[14:59:26.974325] TrulyAwesomeBankAPIClient.save_transaction

--------------------------------------------
|    AWESOME BANK DATABASE (after sync)    |
--------------------------------------------
{
   "0f41f108-0859-11e9-a138-b46bfc6c5cb9": {
      "id": "0f41f108-0859-11e9-a138-b46bfc6c5cb9",
      "transaction": {
         "amount": 100,
         "currency": "EUR",
         "type": "PAYMENT"
      }
   }
}
`

func TestConsoleOfTheArticle(t *testing.T) {
	if got := writeThrough().Console(); got != articleThrough {
		t.Errorf("write through prints\n%s", got)
	}
	if got := writeBehind().Console(); got != articleBehind {
		t.Errorf("write behind prints\n%s", got)
	}
}

// outline returns a letter for each line of a console text: ">" for an operation,
// "[" for a call, "!" for a crash or a loss, "b" and "a" for the boxes.
func outline(text string) string {
	var out strings.Builder
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasSuffix(line, "(before sync)   |"):
			out.WriteByte('b')
		case strings.HasSuffix(line, "(after sync)    |"):
			out.WriteByte('a')
		case line != "" && strings.Contains(">[!", line[:1]):
			out.WriteByte(line[0])
		}
	}
	return out.String()
}

func TestWhereTheConsolePutsThings(t *testing.T) {
	saveBeforeAnswer := func() *Trace {
		s := tell("", "", "", "Client")
		first, last := s.plans(0, engine.Create, "write-behind", "1"), s.plans(0, engine.Edit, "write-behind", "2")
		s.sends(first)
		item := s.queues(first, 0)
		s.answers(first, engine.Record{}, false)
		s.synchronises(item, second)
		s.sends(last)
		item = s.queues(last, 0)
		s.answers(last, engine.Record{}, false)
		s.synchronises(item, second)
		return s.done()
	}
	lostAfterSync := func() *Trace {
		s := tell("", "", "", "Client")
		first, last := s.plans(0, engine.Create, "write-behind", "1"), s.plans(0, engine.Edit, "write-behind", "2")
		s.sends(first)
		item := s.queues(first, 0)
		s.answers(first, engine.Record{}, false)
		s.sends(last)
		s.queues(last, 9*second)
		s.answers(last, engine.Record{}, false)
		s.synchronises(item, second)
		s.crashes()
		return s.done()
	}
	neverAnswered := func() *Trace {
		s := tell("", "", "", "Client")
		op := s.plans(0, engine.Create, "write-behind", "1")
		s.sends(op)
		s.queues(op, 0)
		s.t.Stopped = "stopped after 3 events"
		return s.done()
	}
	missed := func() *Trace {
		trace := writeThrough()
		trace.Missed = []Missed{{Fault: "crash", At: 9, Why: "it was down"}}
		return trace
	}
	for _, c := range []struct {
		name  string
		trace *Trace
		want  string
	}{
		{name: "write through has no boxes", trace: writeThrough(), want: ">[[>["},
		{name: "after the last answer, after the save", trace: writeBehind(), want: ">[>[b[a"},
		{name: "a worker that saves before the last answer", trace: saveBeforeAnswer(), want: ">[b[>[[a"},
		{name: "a crash before the worker saves, and what it violates", trace: crashed(), want: ">[>!!b!!"},
		{name: "a crash after it saved one of two, and what it violates", trace: lostAfterSync(), want: ">[>[b[a!!!"},
		{name: "a fault that never struck", trace: missed(), want: ">[[>[!"},
		{name: "no answer at all", trace: neverAnswered(), want: ">[b!"},
	} {
		if got := outline(c.trace.Console()); got != c.want {
			t.Errorf("%s: %s, not %s:\n%s", c.name, got, c.want, c.trace.Console())
		}
	}
}

// Lines are in the order in which calls arrive, not in which they leave.
func TestConsoleIsInTheOrderOfArrival(t *testing.T) {
	s := tell("", "", "", "A", "B")
	slow, fast := s.plans(0, engine.Get, "cache-aside", ""), s.plans(1, engine.Get, "cache-aside", "")
	s.sends(slow)
	s.event(Event{Kind: Call, From: 0, To: 3, Label: "slow", Op: slow}).Arrives = second
	s.wait(1)
	s.sends(fast)
	s.event(Event{Kind: Call, From: 1, To: 3, Label: "fast", Op: fast}).Arrives = millisecond
	const want = `>>> A: Get transaction
>>> B: Get transaction
[14:59:17.972960] CacheManager.fast
[14:59:18.971960] CacheManager.slow
`
	if got := s.done().Console(); got != want {
		t.Errorf("got\n%s", got)
	}
}

// A name that is too long for a box widens its line and is not cut.
func TestLongNamesInTheBox(t *testing.T) {
	trace := writeBehind()
	trace.Participants[4].Name = strings.Repeat("wide ", 12) + "name"
	if got := trace.Console(); !strings.Contains(got, "\n|"+strings.Repeat("WIDE ", 12)+"NAME (before sync)|\n") {
		t.Errorf("got\n%s", got)
	}
}
