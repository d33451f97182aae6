package scenario

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/strategy"
)

// The limits of faults and orders.
const (
	MaxFaults = 8
	MaxOrder  = 1000
)

// faults declares the faults.
func (f *fields) faults(variant *Variant) {
	f.list("faults", 0, MaxFaults, anObject, "What goes wrong, and when.", func(path string, v *jsontree.Value) jsontree.Value {
		fault := Fault{}
		canonical := f.reader.object(path, v, func(f *fields) { f.fault(&fault, variant) })
		variant.Faults = append(variant.Faults, fault)
		return canonical
	})
}

// faultKinds lists the faults in the order in which they are offered. A fault is
// either a choice of its own or a fault of a call; the delay is neither.
var faultKinds = []struct {
	id   string
	kind engine.ChoiceKind
	call engine.Fault
	doc  string
}{
	{"crash", engine.Crash, engine.NoFault, "The Resource Manager's process ends at once; the queue of writes is lost unless it has a journal, and the copies too unless cache.survivesCrash."},
	{"crash-worker", engine.CrashWorker, engine.NoFault, "One write-behind worker ends; what it was saving is lost unless the queue has a journal."},
	{"crash-cache", engine.CrashCache, engine.NoFault, "The cache loses all it holds."},
	{"crash-client", engine.CrashClient, engine.NoFault, "A client ends: what it executes stops where it is, what it has asked for goes on without it, and it sends nothing more."},
	{"source-error", engine.NoChoice, engine.SourceError, "A call to the source fails and changes nothing."},
	{"source-refuse", engine.NoChoice, engine.SourceRefuse, "The source will never accept this write."},
	{"source-timeout", engine.NoChoice, engine.SourceTimeout, "The source does what it is asked, but the answer is lost."},
	{"cache-lost", engine.NoChoice, engine.CacheLost, "A call to the cache has no effect, and its caller goes on."},
	{"cache-error", engine.NoChoice, engine.CacheError, "A call to the cache fails: it has no effect, and its caller is told so. onCacheError says what it does then."},
	{"delay", engine.NoChoice, engine.NoFault, "A call is longer on its way."},
	{"evict", engine.Evict, engine.NoFault, "An entry is evicted."},
	{"outage", engine.OutageBegins, engine.NoFault, "The source cannot be reached for a while."},
}

// FaultIDs lists the faults in the order in which they are offered.
func FaultIDs() []string {
	ids := make([]string, len(faultKinds))
	for i, f := range faultKinds {
		ids[i] = f.id
	}
	return ids
}

// lateID is the id of a fault that only an order can have: the accessor gives up a
// save that the source applies later, or never. In virtual time an accessor.timeout
// does that.
const lateID = "source-late"

// callFault returns the fault of a call with an id, NoFault for none.
func callFault(id string) engine.Fault {
	if id == lateID {
		return engine.SourceLate
	}
	for _, f := range faultKinds {
		if f.id == id {
			return f.call
		}
	}
	return engine.NoFault
}

// FaultID returns the id of a fault of a call, "" for none.
func FaultID(call engine.Fault) string {
	if call == engine.SourceLate {
		return lateID
	}
	for _, f := range faultKinds {
		if f.call == call {
			return f.id
		}
	}
	return ""
}

// IDOf returns the id of a fault of a scenario.
func IDOf(fault *Fault) string {
	for _, f := range faultKinds {
		if f.kind == fault.Kind && f.call == fault.Call {
			return f.id
		}
	}
	return ""
}

// FaultDoc returns the documentation of a fault, in a sentence.
func FaultDoc(id string) string {
	for _, f := range faultKinds {
		if f.id == id {
			return f.doc
		}
	}
	return ""
}

// FaultMember returns the name of the member that a fault can have besides its time
// or step, "" for none, and whether it is required.
func FaultMember(id string) (name string, needed bool) {
	switch id {
	case "crash", "crash-worker":
		return "restartAfter", false
	case "outage":
		return "restartAfter", true
	case "evict":
		return "key", true
	case "crash-client":
		return "client", true
	case "delay":
		return "delay", true
	}
	return "", false
}

// FaultStrikes reports whether a fault can happen at the call of a step.
func FaultStrikes(id string, step strategy.Step) bool {
	if call := callFault(id); call != engine.NoFault {
		return call.Strikes(step) && (call != engine.SourceRefuse && call != engine.SourceLate || step == strategy.SourceSave)
	}
	_, calls := step.Callee()
	return calls
}

// faultDocs returns the documentation of all faults.
func faultDocs() string {
	text := "What goes wrong."
	for _, f := range faultKinds {
		text += " " + f.id + ": " + f.doc
	}
	return text
}

// fault declares one fault.
func (f *fields) fault(fault *Fault, variant *Variant) {
	i := f.choice("fault", noDefault, FaultIDs(), setting{"Fault", (*Variant).fails}, faultDocs())
	if i != noDefault {
		fault.Kind, fault.Call = faultKinds[i].kind, faultKinds[i].call
	}
	fault.At = f.duration("at", unset, setting{"Time of the fault", (*Variant).fails}, "The moment at which it goes wrong, counted from the beginning; what befalls a call befalls the next one from then on. Either this or a step.")
	fault.Step = f.stepRef("step", variant)
	fault.Key = f.text("key", keyLength, "", "The key whose entry is evicted. At a step it can be left out: it is that of the operation then.")
	fault.Client = f.limit("client", 1, MaxClients, setting{"Client that crashes", (*Variant).fails}, "The client that crashes, counted from 1. At a step it can be left out: it is that of the operation then.")
	fault.RestartAfter = f.duration("restartAfter", 0, setting{"Over after", (*Variant).fails}, "How long what has crashed is down before it runs again, or how long an outage lasts.")
	fault.Delay = f.duration("delay", 0, setting{"Delayed by", (*Variant).fails}, "How much longer the call is on its way.")
	f.require("fault")
	if f.given != nil && i != noDefault {
		f.checkFault(fault, variant, faultKinds[i].id)
	}
}

// checkFault reports members of a fault that conflict.
func (f *fields) checkFault(fault *Fault, variant *Variant, id string) {
	if f.has("at") == f.has("step") {
		f.reader.fail(f.path, CodeConflict, `a fault happens either "at" a time or at a "step"`)
	}
	if fault.Step != nil && !FaultStrikes(id, fault.Step.Step) {
		f.reader.fail(f.at("step"), CodeConflict, quote(id)+" cannot befall "+quote(fault.Step.Step.String()))
	}
	member, needed := FaultMember(id)
	f.checkMember(fault, id, member, needed)
	evicts, ends := member == "key", member == "client"
	switch {
	case !ends && f.has("client"):
		f.reader.fail(f.at("client"), CodeConflict, `only "crash-client" has a client`)
	case ends && f.has("at") && !f.has("client"):
		f.reader.fail(f.at("client"), CodeMissing, "missing: the client that crashes is needed")
	case ends && fault.Client > len(variant.Clients):
		f.reader.fail(f.at("client"), CodeReference, strconv.Itoa(fault.Client)+" is more than the "+strconv.Itoa(len(variant.Clients))+" clients that there are")
	}
	switch {
	case !evicts && f.has("key"):
		f.reader.fail(f.at("key"), CodeConflict, `only "evict" has a key`)
	case evicts && f.has("at") && !f.has("key"):
		f.reader.fail(f.at("key"), CodeMissing, "missing: the key whose entry is evicted is needed")
	case evicts && f.has("key") && !variant.hasKey(fault.Key):
		f.reader.fail(f.at("key"), CodeReference, quote(fault.Key)+" is a key that neither an operation nor source.records has")
	}
}

// checkMember reports a duration that the fault cannot have, and one that is
// missing.
func (f *fields) checkMember(fault *Fault, id, member string, needed bool) {
	lasts, delays := member == "restartAfter", member == "delay"
	switch {
	case !lasts && f.has("restartAfter"):
		f.reader.fail(f.at("restartAfter"), CodeConflict, quote(id)+" is over at once")
	case lasts && needed && fault.RestartAfter == 0:
		f.reader.fail(f.at("restartAfter"), CodeMissing, "missing: how long the outage lasts is needed, more than \"0s\"")
	}
	switch {
	case !delays && f.has("delay"):
		f.reader.fail(f.at("delay"), CodeConflict, `only "delay" has a delay`)
	case delays && fault.Delay == 0:
		f.reader.fail(f.at("delay"), CodeMissing, "missing: how much longer the call is on its way is needed, more than \"0s\"")
	}
}

// Calls lists the calls of an operation in any variant, those of a worker for it
// included: the steps at which a fault can happen. Client and op count from 0.
func (s *Scenario) Calls(client, op int) []strategy.Step {
	var calls []strategy.Step
	add := func(steps []strategy.Step) {
		for _, step := range steps {
			if _, calling := step.Callee(); calling && !slices.Contains(calls, step) {
				calls = append(calls, step)
			}
		}
	}
	for i := range s.Variants {
		variant := &s.Variants[i]
		if client >= len(variant.Clients) || op >= len(variant.Clients[client].Ops) {
			continue // this variant has other clients
		}
		c := &variant.Clients[client]
		follows := variant.Strategy(c, &c.Ops[op])
		add(follows.Steps)
		if follows.Queues() {
			add(variant.Worker)
		}
	}
	return calls
}

// stepRef declares the step at which a fault happens and returns nil if it is
// absent.
func (f *fields) stepRef(name string, variant *Variant) *StepRef {
	const allowed = `a step of an operation such as "C1/2/source.save"`
	v := f.member(Field{Path: name, Type: TypeCall, Allowed: allowed,
		Doc: `The call at whose start it goes wrong, as client/operation/step: "C1/2/source.save" is the save of the first client's second operation. Either this or a time.`})
	if v == nil {
		return nil
	}
	item, ok := parseOrderItem(v.String)
	if _, calls := item.Step.Callee(); !ok || !calls || item.Choice != engine.OpStep || item.Fault != engine.NoFault {
		f.reader.invalid(f.at(name), v, allowed+" that calls cache or source")
		return nil
	}
	if !f.reader.checkOp(f.at(name), v, variant, item.Client, item.Op) {
		return nil
	}
	f.put(name, jsontree.FromString(v.String))
	return &StepRef{Client: item.Client, Op: item.Op, Step: item.Step}
}

// parseOpID parses the id of an operation, such as "C1/2".
func parseOpID(text string) (client, op int, ok bool) {
	first, second, ok := strings.Cut(text, "/")
	if !ok || !strings.HasPrefix(first, "C") {
		return 0, 0, false
	}
	client, okClient := parseCount(first[1:])
	op, okOp := parseCount(second)
	return client, op, okClient && okOp
}

// parseCount parses a number from 1 to 9999 without leading zeros.
func parseCount(text string) (int, bool) {
	if text == "" || len(text) > 4 || text[0] == '0' {
		return 0, false
	}
	n, ok := digits(text, 9999)
	return int(n), ok
}

// checkOp reports an operation that does not exist.
func (r *reader) checkOp(path string, v *jsontree.Value, variant *Variant, client, op int) bool {
	if client > len(variant.Clients) {
		r.fail(path, CodeReference, show(v)+" names client "+strconv.Itoa(client)+" of "+strconv.Itoa(len(variant.Clients)))
		return false
	}
	if ops := len(variant.Clients[client-1].Ops); op > ops {
		r.fail(path, CodeReference, show(v)+" names operation "+strconv.Itoa(op)+" of "+strconv.Itoa(ops))
		return false
	}
	return true
}

// order declares the order.
func (f *fields) order(variant *Variant) {
	of := Field{Type: TypeTurn, Allowed: orderWords}
	f.list("order", 0, MaxOrder, of, "Who takes the next step, turn by turn. With such a list delays no longer matter; without it the clock decides.",
		func(path string, v *jsontree.Value) jsontree.Value {
			if item, ok := f.reader.orderItem(path, v, variant); ok {
				variant.Order = append(variant.Order, item)
			}
			return jsontree.FromString(v.String)
		})
}

// orderWords says in errors what an item of an order is.
const orderWords = `a choice such as "C1/2", "C1/2/source.save", "worker/1", "worker/1/queue.take", "feed", "expire/KEY", "evict/KEY", ` +
	`"crash", "crash-worker/1", "crash-cache", "crash-client/1", "down", "up", "outage", "outage-over", "send/C1/2", "late/C1/2" or "late/1", or with what goes wrong, "C1/2/source.save!source-timeout" or "worker/1!source-refuse@C1/2"`

// orderItem parses and checks one item of an order.
func (r *reader) orderItem(path string, v *jsontree.Value, variant *Variant) (OrderItem, bool) {
	item, ok := OrderItem{}, v.Kind == jsontree.String
	if ok {
		item, ok = parseOrderItem(v.String)
	}
	if !ok {
		r.invalid(path, v, orderWords)
		return item, false
	}
	for _, fault := range item.faults() {
		if item.Step != strategy.NoStep && !FaultStrikes(FaultID(fault), item.Step) {
			r.fail(path, CodeConflict, quote(FaultID(fault))+" cannot befall "+quote(item.Step.String()))
			return item, false
		}
	}
	for i, s := range item.Strikes() {
		if !r.checkOp(path, v, variant, s.Client, s.Op) {
			return item, false
		}
		if slices.ContainsFunc(item.Strikes()[:i], func(o StruckWrite) bool { return o.Client == s.Client && o.Op == s.Op }) {
			r.fail(path, CodeConflict, show(v)+" names "+OpID(s.Client, s.Op)+" twice")
			return item, false
		}
	}
	switch item.Choice {
	case engine.OpStep, engine.Send, engine.LateSave:
		ok = r.checkOp(path, v, variant, item.Client, item.Op)
	case engine.CrashClient:
		if ok = item.Client <= len(variant.Clients); !ok {
			r.fail(path, CodeReference, show(v)+" names client "+strconv.Itoa(item.Client)+" of "+strconv.Itoa(len(variant.Clients)))
		}
	case engine.WorkerStep, engine.CrashWorker:
		if ok = item.Worker <= variant.WriteBehind.Workers; !ok {
			r.fail(path, CodeReference, show(v)+" names worker "+strconv.Itoa(item.Worker)+" of "+strconv.Itoa(variant.WriteBehind.Workers))
		}
	case engine.Expiry, engine.Evict:
		if ok = variant.hasKey(item.Key); !ok {
			r.fail(path, CodeReference, show(v)+" names a key that neither an operation nor source.records has")
		}
	}
	return item, ok
}

// parseOrderItem parses an item of an order: a choice, perhaps with what goes wrong.
func parseOrderItem(text string) (OrderItem, bool) {
	for prefix, kind := range map[string]engine.ChoiceKind{"expire/": engine.Expiry, "evict/": engine.Evict} {
		if key, ok := strings.CutPrefix(text, prefix); ok {
			return OrderItem{Choice: kind, Key: key}, key != ""
		}
	}
	who, wrong, goesWrong := strings.Cut(text, "!")
	item, ok := parseActor(who)
	if !goesWrong || !ok {
		return item, ok
	}
	ok = item.GoesOn() && item.parseFaults(strings.Split(wrong, "!"))
	return item, ok
}

// parseActor parses an item of an order without its fault.
func parseActor(text string) (OrderItem, bool) {
	switch text {
	case "crash":
		return OrderItem{Choice: engine.Crash}, true
	case "crash-cache":
		return OrderItem{Choice: engine.CrashCache}, true
	case "down":
		return OrderItem{Choice: engine.GoDown}, true
	case "up":
		return OrderItem{Choice: engine.Restart}, true
	case "feed":
		return OrderItem{Choice: engine.FeedStep}, true
	case "outage":
		return OrderItem{Choice: engine.OutageBegins}, true
	case "outage-over":
		return OrderItem{Choice: engine.OutageEnds}, true
	}
	first, rest, _ := strings.Cut(text, "/")
	second, stepID, hasStep := strings.Cut(rest, "/")
	item, ok := OrderItem{Choice: engine.OpStep}, false
	switch first {
	case "worker":
		item.Choice = engine.WorkerStep
		item.Worker, ok = parseCount(second)
	case "crash-worker":
		item.Choice = engine.CrashWorker
		item.Worker, ok = parseCount(second)
		return item, ok && !hasStep
	case "crash-client":
		item.Choice = engine.CrashClient
		item.Client, ok = parseCount(second)
		return item, ok && !hasStep
	case "send", "late":
		return parseLate(first, rest)
	default:
		item.Client, item.Op, ok = parseOpID(first + "/" + second)
	}
	if ok && hasStep {
		item.Step, ok = strategy.ParseStep(stepID)
	}
	return item, ok
}

// parseLate parses an item about a save whose caller goes before it is applied.
func parseLate(what, which string) (item OrderItem, ok bool) {
	item.Choice = engine.Send
	if what == "late" {
		item.Choice = engine.LateSave
		if item.Late, ok = parseCount(which); ok {
			item.Choice = engine.CallDone
			return item, true
		}
	}
	item.Client, item.Op, ok = parseOpID(which)
	return item, ok
}

// GoesOn reports whether an item is a step of an actor without a fault.
func (o OrderItem) GoesOn() bool {
	return len(o.faults()) == 0 && (o.Choice == engine.OpStep || o.Choice == engine.WorkerStep || o.Choice == engine.FeedStep)
}

// String returns the text of the item in an order.
func (o OrderItem) String() string {
	text := ""
	switch o.Choice {
	case engine.OpStep:
		text = OpID(o.Client, o.Op)
	case engine.WorkerStep:
		text = "worker/" + strconv.Itoa(o.Worker)
	case engine.FeedStep:
		text = "feed"
	case engine.Expiry:
		text = "expire/" + o.Key
	case engine.Evict:
		text = "evict/" + o.Key
	case engine.CrashWorker:
		text = "crash-worker/" + strconv.Itoa(o.Worker)
	case engine.CrashCache:
		text = "crash-cache"
	case engine.CrashClient:
		text = "crash-client/" + strconv.Itoa(o.Client)
	case engine.OutageBegins:
		text = "outage"
	case engine.OutageEnds:
		text = "outage-over"
	case engine.GoDown:
		text = "down"
	case engine.Restart:
		text = "up"
	case engine.Send:
		text = "send/" + OpID(o.Client, o.Op)
	case engine.LateSave:
		text = "late/" + OpID(o.Client, o.Op)
	case engine.CallDone:
		text = "late/" + strconv.Itoa(o.Late)
	default:
		text = "crash"
	}
	if o.Step != strategy.NoStep {
		text += "/" + o.Step.String()
	}
	if o.Fault != engine.NoFault {
		text += "!" + FaultID(o.Fault)
	}
	for _, s := range o.Strikes() {
		text += "!" + FaultID(s.Fault) + "@" + OpID(s.Client, s.Op)
	}
	return text
}
