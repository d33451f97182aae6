package scenario

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/strategy"
)

// The limits of what goes wrong and of a given order.
const (
	MaxFaults = 8
	MaxOrder  = 1000
)

// faults declares what goes wrong.
func (f *fields) faults(r *Run) {
	f.list("faults", 0, MaxFaults, anObject, "What goes wrong, and when.", func(path string, v *jsontree.Value) jsontree.Value {
		fault := Fault{}
		canonical := f.reader.object(path, v, func(f *fields) { f.fault(&fault, r) })
		r.Faults = append(r.Faults, fault)
		return canonical
	})
}

// fault declares one fault.
func (f *fields) fault(fault *Fault, r *Run) {
	f.choice("fault", noDefault, options{ids: []string{"crash"}, later: []string{"crash-worker", "crash-cache", "source-error",
		"source-refuse", "source-timeout", "cache-lost", "evict", "outage"}}, knob{"Fault", (*Run).fails}, "What goes wrong. With a crash the Resource Manager's process ends at once: the queue of writes is lost, and the copies too unless cache.survivesCrash.")
	fault.Kind = engine.Crash
	fault.At = f.duration("at", unset, knob{"Time of the fault", (*Run).fails}, "The moment at which it goes wrong, counted from the beginning. Either this or a step.")
	fault.Step = f.stepRef("step", r)
	fault.RestartAfter = f.duration("restartAfter", 0, knob{"Restart after", (*Run).fails}, "How long the process is down before it runs again.")
	f.notYet("key")
	f.require("fault")
	if f.given != nil && f.has("at") == f.has("step") {
		f.reader.fail(f.path, CodeConflict, `a fault happens either "at" a time or at a "step"`)
	}
}

// Calls lists the steps of an operation, in any of the runs, that call the cache
// or the source, those of a worker for it too: where a fault can strike. Client
// and op count from 0.
func (s *Scenario) Calls(client, op int) []strategy.Step {
	var calls []strategy.Step
	add := func(steps []strategy.Step) {
		for _, step := range steps {
			if _, calling := step.Callee(); calling && !slices.Contains(calls, step) {
				calls = append(calls, step)
			}
		}
	}
	for i := range s.Runs {
		r := &s.Runs[i]
		if client >= len(r.Clients) || op >= len(r.Clients[client].Ops) {
			continue // this run has other clients
		}
		c := &r.Clients[client]
		follows := r.Strategy(c, &c.Ops[op])
		add(follows.Steps)
		if follows.Queues() {
			add(r.Worker)
		}
	}
	return calls
}

// stepRef declares the step at which a fault happens; nil where it is absent.
func (f *fields) stepRef(name string, r *Run) *StepRef {
	const allowed = `a step of an operation such as "C1/2/source.save"`
	v := f.member(Field{Path: name, Type: TypeCall, Allowed: allowed,
		Doc: `The call at whose start it goes wrong, as client/operation/step: "C1/2/source.save" is the save of the first client's second operation. Either this or a time.`})
	if v == nil {
		return nil
	}
	item, ok := parseOrderItem(v.String)
	if _, calls := item.Step.Callee(); !ok || !calls || item.Choice != engine.OpStep {
		f.reader.invalid(f.at(name), v, allowed+" that calls cache or source")
		return nil
	}
	if !f.reader.checkOp(f.at(name), v, r, item.Client, item.Op) {
		return nil
	}
	f.put(name, jsontree.FromString(v.String))
	return &StepRef{Client: item.Client, Op: item.Op, Step: item.Step}
}

// parseOpID reads "C1/2", with both numbers from 1.
func parseOpID(text string) (client, op int, ok bool) {
	first, second, ok := strings.Cut(text, "/")
	if !ok || !strings.HasPrefix(first, "C") {
		return 0, 0, false
	}
	client, okClient := parseCount(first[1:])
	op, okOp := parseCount(second)
	return client, op, okClient && okOp
}

// parseCount reads a number from 1 to 9999 without leading zeros.
func parseCount(text string) (int, bool) {
	if text == "" || len(text) > 4 || text[0] == '0' {
		return 0, false
	}
	n, ok := digits(text, 9999)
	return int(n), ok
}

// checkOp reports an operation that does not exist.
func (r *reader) checkOp(path string, v *jsontree.Value, run *Run, client, op int) bool {
	if client > len(run.Clients) {
		r.fail(path, CodeReference, show(v)+" names client "+strconv.Itoa(client)+" of "+strconv.Itoa(len(run.Clients)))
		return false
	}
	if ops := len(run.Clients[client-1].Ops); op > ops {
		r.fail(path, CodeReference, show(v)+" names operation "+strconv.Itoa(op)+" of "+strconv.Itoa(ops))
		return false
	}
	return true
}

// order declares a given order.
func (f *fields) order(r *Run) {
	of := Field{Type: TypeTurn, Allowed: orderWords}
	f.list("order", 0, MaxOrder, of, "Who takes the next step, turn by turn. With such a list delays no longer matter; without it the clock decides.",
		func(path string, v *jsontree.Value) jsontree.Value {
			if item, ok := f.reader.orderItem(path, v, r); ok {
				r.Order = append(r.Order, item)
			}
			return jsontree.FromString(v.String)
		})
}

const orderWords = `a choice such as "C1/2", "C1/2/source.save", "worker/1", "worker/1/queue.take", "expire/KEY" or "crash"`

// orderItem reads one choice of an order.
func (r *reader) orderItem(path string, v *jsontree.Value, run *Run) (OrderItem, bool) {
	item, ok := OrderItem{}, v.Kind == jsontree.String
	if ok {
		item, ok = parseOrderItem(v.String)
	}
	if !ok {
		r.invalid(path, v, orderWords)
		return item, false
	}
	switch item.Choice {
	case engine.OpStep:
		ok = r.checkOp(path, v, run, item.Client, item.Op)
	case engine.WorkerStep:
		if ok = item.Worker <= run.WriteBehind.Workers; !ok {
			r.fail(path, CodeReference, show(v)+" names worker "+strconv.Itoa(item.Worker)+" of "+strconv.Itoa(run.WriteBehind.Workers))
		}
	case engine.Expiry:
		if ok = run.hasKey(item.Key); !ok {
			r.fail(path, CodeReference, show(v)+" names a key that neither an operation nor source.records has")
		}
	}
	return item, ok
}

func parseOrderItem(text string) (OrderItem, bool) {
	if text == "crash" {
		return OrderItem{Choice: engine.Crash}, true
	}
	if key, ok := strings.CutPrefix(text, "expire/"); ok {
		return OrderItem{Choice: engine.Expiry, Key: key}, key != ""
	}
	first, rest, _ := strings.Cut(text, "/")
	second, stepID, hasStep := strings.Cut(rest, "/")
	item, ok := OrderItem{Choice: engine.OpStep}, false
	if first == "worker" {
		item.Choice = engine.WorkerStep
		item.Worker, ok = parseCount(second)
	} else {
		item.Client, item.Op, ok = parseOpID(first + "/" + second)
	}
	if ok && hasStep {
		item.Step, ok = strategy.ParseStep(stepID)
	}
	return item, ok
}
