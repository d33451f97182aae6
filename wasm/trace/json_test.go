package trace

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
)

// parsed is a trace that was read back. A field that it does not have is an error.
type parsed struct {
	Version               int
	ID, Name, Read, Write string
	Start, Stopped        string
	Ordered               bool
	End                   int64
	Participants          []struct{ Role, Name string }
	Keys                  []parsedKey
	Operations            []parsedOperation
	Initial               parsedState
	Events                []parsedEvent
	Missed                []parsedMissed
	Console               string
	Verdicts              []parsedVerdict
}

type parsedMissed struct {
	Fault, Step string
	At          int64
	Words       string
}

type parsedKey struct {
	Name, UUID string
	Initial    json.RawMessage
}

type parsedOperation struct {
	ID                           string
	Client                       int
	Op, Key, Label, Strategy, By string
	Value                        json.RawMessage
	Start, End, Wait             *int64
	Outcome                      string
	Result                       *parsedHolding
	Hit                          bool
}

// parsedHolding is a record, an entry or a queued item.
type parsedHolding struct {
	Key, Write string
	Value      json.RawMessage
	Dirty      bool
	Expires    int64
	Seq        uint32
	Op, State  string
	Due        int64
}

type parsedState struct{ Cache, Source, Queue []parsedHolding }

type parsedEvent struct {
	T, Seq      int64
	Arrives     *int64
	Kind, Sense string
	From, To    int
	Label, Op   string
	Worker      int
	Step        string
	Changes     []struct {
		In, Key       string
		Before, After *parsedHolding
	}
}

func parse(t *testing.T, text []byte) parsed {
	t.Helper()
	var p parsed
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if _, err := jsontree.Parse(text); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return p
}

// parsedVerdict is a verdict as it is written.
type parsedVerdict struct {
	Property, Verdict, Words, Key string
	Operations                    []string
}

// A verdict says what shows a violation.
func TestVerdictsInJSON(t *testing.T) {
	p := parse(t, crashed().AppendJSON(nil))
	want := []parsedVerdict{
		{Property: "durable", Verdict: "violated", Words: "The Client was told that “100 EUR PAYMENT” is done. In the end the Awesome Bank database holds nothing under transaction.", Operations: []string{"C1/1"}},
		{Property: "converges", Verdict: "holds"},
	}
	for _, v := range want {
		if !slices.ContainsFunc(p.Verdicts, func(got parsedVerdict) bool { return reflect.DeepEqual(got, v) }) {
			t.Errorf("%+v is not in %+v", v, p.Verdicts)
		}
	}
}

// The JSON of a trace is complete: reading it back gives the same trace.
func TestJSONIsComplete(t *testing.T) {
	for _, story := range stories {
		if story.name == "hostile" {
			continue // its ids are all the same, so they name nothing
		}
		trace := story.trace()
		trace.Initial.Queue = append(trace.Initial.Queue, engine.Item{Seq: 9, Record: record(0), Taken: 1, Due: 5})
		trace.Initial.Cache[0].Expires = 7
		trace.Missed = []Missed{{Fault: "crash", At: 9, Why: "it was down"}, {Fault: "evict", Step: "C1/1/cache.get", Why: "of that"}}
		p := parse(t, trace.AppendJSON(nil))
		p.checkHead(t, trace)
		p.checkOperations(t, trace)
		p.checkEvents(t, trace)
		if got := p.Initial.read(trace); !same(got, visible(trace.Initial)) {
			t.Errorf("%s: the initial state reads back as %+v, not %+v", story.name, got, trace.Initial)
		}
	}
}

func (p parsed) checkHead(t *testing.T, trace *Trace) {
	if p.Version != Version || p.ID != trace.ID || p.Name != trace.Name || p.Read != trace.Read || p.Write != trace.Write ||
		p.Ordered != trace.Ordered || p.Stopped != trace.Stopped || p.End != trace.End || p.Console != trace.Console() {
		t.Errorf("the head reads back as %+v", p)
	}
	for i, want := range trace.Missed {
		if got := p.Missed[i]; got.Fault != want.Fault || got.Step != want.Step || got.At != want.At || got.Words != want.String() {
			t.Errorf("fault %d that never struck reads back as %+v", i, got)
		}
	}
	for i, want := range trace.Participants {
		if got := p.Participants[i]; got.Name != want.Name || got.Role != want.Role.String() {
			t.Errorf("participant %d reads back as %+v", i, got)
		}
	}
	for i, want := range trace.Keys {
		if got := p.Keys[i]; got.Name != want.Name || got.UUID != want.UUID || string(got.Initial) != want.Initial {
			t.Errorf("key %d reads back as %+v", i, got)
		}
	}
}

func (p parsed) checkOperations(t *testing.T, trace *Trace) {
	for i, want := range trace.Ops {
		got := p.Operations[i]
		if got.ID != want.ID || got.Client != want.Client || got.Op != want.Kind.String() || got.Key != trace.Keys[want.Key].Name ||
			got.Label != want.Label || got.Strategy != want.Strategy || got.By != want.By.String() ||
			string(got.Value) != want.Value || got.Outcome != want.Outcome.String() || got.Hit != want.Hit {
			t.Errorf("operation %d reads back as %+v", i, got)
		}
		if want.Sent != (got.Start != nil) || want.Sent && *got.Start != want.Start {
			t.Errorf("operation %d reads back as sent at %v", i, got.Start)
		}
		if wait, ok := want.Wait(); ok != (got.End != nil) || ok && (*got.End != want.End || *got.Wait != wait) {
			t.Errorf("operation %d reads back as ended at %v", i, got.End)
		}
		if want.Reads() && want.Outcome == engine.OK && got.Result.record(trace) != want.Result {
			t.Errorf("operation %d reads back with the result %+v", i, got.Result)
		}
	}
}

func (p parsed) checkEvents(t *testing.T, trace *Trace) {
	for i := range trace.Events {
		want, got := &trace.Events[i], p.Events[i]
		arrives := got.T
		if got.Arrives != nil {
			arrives = *got.Arrives
		}
		if got.T != want.T || got.Seq != int64(i)+1 || arrives != want.Arrives || got.Kind != want.Kind.String() || got.Sense != want.Sense.String() ||
			got.From != want.From || got.To != want.To || got.Label != want.Label || opIndex(trace, got.Op) != want.Op ||
			got.Worker != want.Worker || got.Step != want.Step.String() || len(got.Changes) != len(want.Changes) {
			t.Fatalf("event %d reads back as %+v", i+1, got)
		}
		for n, c := range want.Changes {
			change := got.Changes[n]
			if !sameChange(trace, change.In, change.Before, change.After, c) {
				t.Errorf("event %d, change %d reads back as %+v to %+v, not %+v", i+1, n, change.Before, change.After, c)
			}
		}
	}
}

func sameChange(trace *Trace, in string, before, after *parsedHolding, c engine.Change) bool {
	switch c.Kind {
	case engine.EntryChanged:
		return in == "cache" && before.entry(trace) == noSeq(c.EntryBefore) && after.entry(trace) == noSeq(c.EntryAfter)
	case engine.RecordChanged:
		return in == "source" && before.record(trace) == c.RecordBefore && after.record(trace) == c.RecordAfter
	case engine.ItemQueued:
		return in == "queue" && before == nil && after.State == "queued" && after.item(trace) == c.Item
	case engine.ItemTaken:
		return in == "queue" && before.State == "queued" && after.State == "taken" && after.item(trace) == c.ItemAfter
	}
	state := map[engine.ChangeKind]string{engine.ItemDone: "done", engine.ItemLost: "lost"}[c.Kind]
	return in == "queue" && before.item(trace) == c.Item && after.State == state
}

func opIndex(trace *Trace, id string) int {
	return slices.IndexFunc(trace.Ops, func(o Operation) bool { return o.ID == id })
}

func (h *parsedHolding) record(trace *Trace) engine.Record {
	if h == nil {
		return engine.Record{}
	}
	r := engine.Record{Exists: true, Write: uint32(opIndex(trace, h.Write) + 1)}
	if (h.Write == "initial") != (r.Write == 0) || string(h.Value) != trace.Value(0, r) {
		return engine.Record{Write: math.MaxUint32} // equal to no record
	}
	return r
}

// noSeq returns an entry without the number of the item that makes it dirty, which
// is not part of the format.
func noSeq(e engine.Entry) engine.Entry {
	e.Dirty = min(e.Dirty, 1)
	return e
}

func (h *parsedHolding) entry(trace *Trace) engine.Entry {
	if h == nil {
		return engine.Entry{}
	}
	e := engine.Entry{Present: true, Record: h.record(trace), Expires: h.Expires}
	if h.Dirty {
		e.Dirty = 1
	}
	return e
}

func (h *parsedHolding) item(trace *Trace) engine.Item {
	op := opIndex(trace, h.Op)
	item := engine.Item{Seq: h.Seq, Op: int32(op), Record: record(op), Due: h.Due}
	if h.State == "taken" {
		item.Taken = 1
	}
	return item
}

// read rebuilds a state of the stories' one key.
func (s parsedState) read(trace *Trace) State {
	state := State{Cache: make([]engine.Entry, 1), Source: make([]engine.Record, 1)}
	for i := range s.Cache {
		state.Cache[0] = s.Cache[i].entry(trace)
	}
	for i := range s.Source {
		state.Source[0] = s.Source[i].record(trace)
	}
	for i := range s.Queue {
		state.Queue = append(state.Queue, s.Queue[i].item(trace))
	}
	return state
}

// visible returns a state without what the format leaves out: the other fields of
// an entry that is not present.
func visible(s State) State {
	s = s.clone()
	if !s.Cache[0].Present {
		s.Cache[0] = engine.Entry{}
	}
	return s
}

// AppendJSON appends the trace to the text before it, and nothing else.
func TestJSONIsAppended(t *testing.T) {
	text := writeBehind().AppendJSON(nil)
	if got := writeBehind().AppendJSON([]byte("[")); string(got) != "["+string(text) {
		t.Errorf("appended: %s", got)
	}
	if bytes.ContainsAny(text, "\n\t") {
		t.Error("the text has line breaks")
	}
	parse(t, (&Trace{}).AppendJSON(nil))
}

func TestHostileTextsAreJSON(t *testing.T) {
	p := parse(t, saying(hostile).AppendJSON(nil))
	want := string(bytes.ToValidUTF8([]byte(hostile), []byte("\uFFFD")))
	if p.Name != want || p.Events[0].Label != want || p.Keys[0].Name != want {
		t.Errorf("the text reads back as %q", p.Name)
	}
}

func TestTimesOfDay(t *testing.T) {
	const day = 24 * 3600 * second
	for _, c := range []struct {
		ns           int64
		short, stamp string
	}{
		{ns: 0, short: "00:00:00", stamp: "00:00:00.000000"},
		{ns: 1, short: "00:00:00.000000001", stamp: "00:00:00.000000"},
		{ns: 53957971960 * microsecond, short: "14:59:17.97196", stamp: "14:59:17.971960"},
		{ns: day - 1, short: "23:59:59.999999999", stamp: "23:59:59.999999"},
		{ns: day, short: "00:00:00", stamp: "00:00:00.000000"},
		{ns: day + 61*second, short: "00:01:01", stamp: "00:01:01.000000"},
		{ns: 1 << 53, short: "05:59:59.254740992", stamp: "05:59:59.254740"},
	} {
		if got := timeOfDayShort(c.ns); got != c.short {
			t.Errorf("%d is %s, not %s", c.ns, got, c.short)
		}
		if got := (&Trace{Start: c.ns}).stamp(0); got != c.stamp {
			t.Errorf("%d is stamped %s, not %s", c.ns, got, c.stamp)
		}
	}
}
