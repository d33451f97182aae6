package scenario

import (
	"slices"

	"cacheplay/wasm/engine"
)

// The limits of an exploration.
const (
	MaxBudget     = 3             // of each kind
	MaxStates     = 20_000_000    // the greatest limit of states
	DefaultStates = 3_000_000     // the limit of states without a setting
	MinMemory     = 8_000_000     // the least limit of memory, in bytes
	MaxMemory     = 2_000_000_000 // the greatest
	DefaultMemory = 400_000_000   // the one without a setting
)

// Budgets is the number of kinds of things that can go wrong in an exploration.
const Budgets = 12

// Explore says what exploration allows to go wrong, and how far it goes.
type Explore struct {
	Budget [Budgets]int // how often each kind may happen, by the bit of engine.Allowed
	Aims   []Aim        // the faults that may befall one call
	Late   bool         // a save whose caller has gone may still be applied
	// Downtime says that the Resource Manager can stay down after a crash, until any
	// later moment. As staysDown says, some crash of the scenario does so.
	Downtime, staysDown bool
	States              int // the number of states at which the search stops
	Memory              int // the memory at which it stops, in bytes
	Ticks               Ticks
}

// Aim is a fault that may befall one call, as a fault of the scenario says. It may not
// befall another one.
type Aim struct {
	At    StepRef
	Fault engine.Fault
}

// String returns the aim as it would stand in an order, such as
// "C1/2/source.save!source-error".
func (a Aim) String() string {
	return OrderItem{Choice: engine.OpStep, Client: a.At.Client, Op: a.At.Op, Step: a.At.Step, Fault: a.Fault}.String()
}

// LeftOut lists what exploration leaves out of what may go wrong, in words.
func (e *Explore) LeftOut() (words []string) {
	if !e.Late && e.allows("crash", "crash-worker", "crash-client", "source-timeout") {
		words = append(words, "a save that lands after its caller has gone")
	}
	if !e.Downtime && e.staysDown && e.allows("crash") {
		words = append(words, "the time that a process is down")
	}
	return words
}

// allows reports whether one of some kinds may happen, anywhere or at one call.
func (e *Explore) allows(ids ...string) bool {
	for i := range budgets {
		if e.Budget[i] > 0 && slices.Contains(ids, budgets[i].id) {
			return true
		}
	}
	return slices.ContainsFunc(e.Aims, func(a Aim) bool { return slices.Contains(ids, FaultID(a.Fault)) })
}

// Ticks says how long copies live and loads take, in ticks of a clock. With a TTL
// of 0 no time is counted.
type Ticks struct{ TTL, Load int }

// MaxTicks bounds the fields of Ticks.
const MaxTicks = 16

// budgets lists the kinds of things that can go wrong in an exploration, by the bit
// of engine.Allowed, each with its name, its documentation, and the variants in
// which it can happen.
var budgets = [...]struct {
	id, name, doc string
	can           func(*Variant) bool
}{
	{"expire", "the expiry of an entry", "How many entries may expire, at any moment. Without \"faults\": 1 if there is a time to live.", (*Variant).holds},
	{"evict", "the eviction of an entry", "How many entries may be evicted, at any moment. Without \"faults\": 1 if the cache has a capacity.", (*Variant).holds},
	{"crash", "a crash of the Resource Manager", "How often the Resource Manager may crash.", always},
	{"crash-worker", "a crash of a worker", "How often a worker may crash.", (*Variant).queues},
	{"crash-cache", "the loss of the whole cache", "How often the cache may lose all it holds.", (*Variant).holds},
	{"crash-client", "a crash of a client", "How many clients may crash.", always},
	{"source-error", "a call to the source that fails", "How many calls to the source may fail without an effect. Without \"faults\": 1 if there is an error rate, or calls can be turned away.", (*Variant).canErr},
	{"source-refuse", "a write refused for good", "How many writes the source may refuse for good.", (*Variant).canRepeat},
	{"source-timeout", "a save that nobody is told of", "How many saves may time out: each is applied at once, later or never. Without \"faults\": 1 if the accessor has a time-out.", (*Variant).canRepeat},
	{"cache-lost", "a lost call to the cache", "How many calls to the cache may have no effect.", (*Variant).callsCache},
	{"cache-error", "a call to the cache that fails", "How many calls to the cache may fail without an effect, so that their callers know.", (*Variant).callsCache},
	{"outage", "an outage of the source", "How often the source may be out of reach, from any moment to any later one. Without \"faults\": as often as it is in the story.", (*Variant).callsSource},
}

// CanGoWrong reports whether kind i of the budget can happen in the variant.
func (v *Variant) CanGoWrong(i int) bool { return budgets[i].can(v) }

// GoesWrong reports whether kind i of the budget is something that goes wrong. That an
// entry expires is not.
func GoesWrong(i int) bool { return budgets[i].id != "expire" }

// Name returns the name of what may go wrong, such as "a write refused for good, at
// C1/2/source.save".
func (a Aim) Name() string {
	at := a
	at.Fault = engine.NoFault
	for i := range budgets {
		if budgets[i].id == FaultID(a.Fault) {
			return budgets[i].name + ", at " + at.String()
		}
	}
	return at.String()
}

// BudgetName returns the name of kind i of the budget, such as "a lost call to the
// cache".
func BudgetName(i int) string { return budgets[i].name }

// BudgetID returns the id of kind i of the budget.
func BudgetID(i int) string { return budgets[i].id }

// explore declares what exploration lets go wrong, and its limits.
func (f *fields) explore(variant *Variant) {
	variant.Explore = Explore{States: DefaultStates, Memory: DefaultMemory, Late: true}
	f.section("explore", "Exploration", "What may go wrong when every order of the story's steps is explored.", func(f *fields) {
		f.section("faults", "Faults explored", "How often each thing may go wrong, at any moment. Without it: as often as in the story, besides what goes wrong at one step.", func(f *fields) {
			for i, b := range budgets {
				variant.Explore.Budget[i] = f.count(b.id, 0, MaxBudget, noSetting, b.doc)
			}
			if f.given == nil {
				variant.Explore.Budget = variant.usualBudget()
			}
		})
		if f.flag("aimed", true, noSetting, "Whether a fault at a step of the story, such as \"C1/2/source.save\", may happen at that call.") {
			variant.Explore.Aims = variant.aims()
		}
		variant.Explore.Late = f.flag("late", true, noSetting, "Whether a save whose caller has gone, by a time-out or a crash, may be applied at any later moment. Without, it is applied at once or never.")
		variant.Explore.staysDown = variant.staysDown()
		variant.Explore.Downtime = f.flag("downtime", variant.staysDown(), noSetting, "Whether the Resource Manager can stay down after a crash. Without it: as in the story, if a crash has \"restartAfter\". Otherwise it is up again at once.")
		f.section("ticks", "Time counted", "Counts time in ticks of a clock, and finds the greatest staleness that a read can have. Entries then expire by the clock.", func(f *fields) {
			variant.Explore.Ticks.TTL = f.limit("ttl", 1, MaxTicks, noSetting, "How many ticks an entry lives whose \"cache.ttl\" says that it expires. Without either no time is counted.")
			variant.Explore.Ticks.Load = f.countOr("load", 1, 0, MaxTicks, noSetting, "How many ticks the longest load takes, from when the source is read until its value is stored.")
		})
		if variant.Explore.Ticks.TTL > 0 {
			variant.Explore.Budget[0] = 0
		}
		variant.Explore.States = f.countOr("states", DefaultStates, 1, MaxStates, noSetting, "How many states are explored at most. What is not decided by then is unknown.")
		variant.Explore.Memory = f.countOr("memory", DefaultMemory, MinMemory, MaxMemory, noSetting, "How many bytes of memory exploration takes at most. What is not decided by then is unknown.")
	})
}

// usualBudget returns what may go wrong in the exploration of a variant that does not
// say so: what goes wrong in the variant itself.
func (v *Variant) usualBudget() (b [Budgets]int) {
	add := func(id string, n int) {
		for i := range budgets {
			if budgets[i].id == id {
				b[i] = min(b[i]+n, MaxBudget)
			}
		}
	}
	if v.Cache.Rules.TTL > 0 {
		add("expire", 1)
	}
	if v.Cache.Rules.Capacity > 0 {
		add("evict", 1)
	}
	if v.Source.ErrorRate > 0 || v.turnsAway() {
		add("source-error", 1)
	}
	if v.Accessor.Rules.Timeout > 0 {
		add("source-timeout", 1)
	}
	add("outage", len(v.Source.Outages))
	for i := range v.Faults {
		fault := &v.Faults[i]
		for _, kind := range faultKinds {
			if kind.kind == fault.Kind && kind.call == fault.Call && !fault.isAimed() {
				add(kind.id, 1)
			}
		}
	}
	return b
}

// staysDown reports whether the Resource Manager stays down after some crash.
func (v *Variant) staysDown() bool {
	return slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Kind == engine.Crash && f.RestartAfter > 0 })
}

// isAimed reports whether a fault befalls the call of one step.
func (f *Fault) isAimed() bool { return f.Call != engine.NoFault && f.Step != nil }

// aims returns the faults of the variant that befall the call of one step.
func (v *Variant) aims() (aims []Aim) {
	for i := range v.Faults {
		if fault := &v.Faults[i]; fault.isAimed() {
			aims = append(aims, Aim{*fault.Step, fault.Call})
		}
	}
	return aims
}

// turnsAway reports whether a call to the source can be turned away: by circuit
// breaker, bulkhead or source.
func (v *Variant) turnsAway() bool {
	rules := &v.Accessor.Rules
	return rules.Breaker.Threshold > 0 || rules.Bulkhead > 0 || v.Source.Rules.Concurrency > 0 && v.Source.Rules.QueueLimit >= 0
}

// Turn returns a choice as the item of an order, with the step that is taken.
func (c *Compiled) Turn(w *engine.World, ch engine.Choice) OrderItem {
	item := OrderItem{Choice: ch.Kind, Fault: ch.Fault}
	switch ch.Kind {
	case engine.OpStep, engine.Send, engine.LateSave:
		item.Client, item.Op = c.ref(w, ch.Actor)
		item.Step = c.Model.NextStep(w, ch)
	case engine.CallDone:
		item.Late = w.LateNumber(ch)
	case engine.WorkerStep:
		item.Worker, item.Step = int(ch.Actor)+1, c.Model.NextStep(w, ch)
		item.Struck = c.struck(w, ch)
	case engine.CrashWorker:
		item.Worker = int(ch.Actor) + 1
	case engine.CrashClient:
		item.Client = int(ch.Actor) + 1
	case engine.Expiry, engine.Evict:
		item.Key = c.Keys[ch.Actor]
	}
	return item
}

// ref returns the client of an operation and its place among the client's, from 1.
func (c *Compiled) ref(w *engine.World, op int32) (client, place int) {
	client = int(w.Ops[op].Client)
	return client + 1, int(op-c.Model.Clients[client].First) + 1
}
