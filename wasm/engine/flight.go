package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// Flight is a load that reads of its key share: they wait for it, and get its outcome,
// as in Go's x/sync/singleflight or Caffeine.
type Flight struct {
	Loader  uint32 // the operation, counted from 1, that is loading; 0 once the load has ended
	Waiting uint32 // how many reads do not have the outcome yet; 0 for a free place in World.Flights
	Failed  bool   // the load has ended with an error
	Record  Record // what it has brought, if it has ended otherwise

	behind Line  // those of the reads that have not been woken
	next   int32 // the next free place, counted from 1
}

// sharesLoad reports whether an operation that misses now shares the load of the one
// that holds its key. A write that holds it loads nothing.
func (m *Model) sharesLoad(w *World, id int32) bool {
	key := w.Ops[id].Key
	return m.Cache.SingleFlight && w.isHeldByOther(key, id) && w.Ops[w.Keys[key].Holder-1].Kind == Get
}

// share lets a read wait for the outcome of the load of its key.
func (m *Model) share(w *World, id int32, e *Effect) {
	holder := w.Keys[w.Ops[id].Key].Holder
	loader := &w.Ops[holder-1]
	if loader.leads == 0 {
		loader.leads = m.newFlight(w)
		w.Flights[loader.leads-1].Loader = holder
	}
	f := &w.Flights[loader.leads-1]
	f.Waiting++
	w.Ops[id].Flight = loader.leads
	w.Ops[id].block(w, AwaitingKey, e)
	if m.Timed {
		w.lineUp(&f.behind, id)
	}
}

// newFlight returns a free place, counted from 1: in an untimed world, where places tell
// states apart, the first.
func (m *Model) newFlight(w *World) uint32 {
	place := w.freeFlight
	if !m.Timed {
		place = 1 + int32(slices.IndexFunc(w.Flights, func(f Flight) bool { return f.Waiting == 0 }))
	}
	if place == 0 {
		w.Flights = append(w.Flights, Flight{})
		return uint32(len(w.Flights))
	}
	w.freeFlight, w.Flights[place-1].next = w.Flights[place-1].next, 0
	return uint32(place)
}

// endLoad tells the reads that share the load of an operation, if there are any, how it
// has ended.
func (m *Model) endLoad(w *World, op int32, failed bool, e *Effect) {
	loader := &w.Ops[op]
	if loader.leads == 0 {
		return
	}
	f := &w.Flights[loader.leads-1]
	loader.leads, f.Loader, f.Failed = 0, 0, failed
	if !failed {
		f.Record = loader.Hand
	}
	w.wakeAll(&f.behind, e)
}

// takeOutcome answers a read with the outcome of the load that it shares.
func (m *Model) takeOutcome(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	f := w.Flights[op.Flight-1]
	e.setStep(&op.Task, strategy.Answer)
	if f.Loader != 0 {
		e.setNext(Choice{}, Forever)
		return
	}
	m.leaveFlight(w, op)
	if f.Failed {
		e.Result = SharedError
		m.end(w, c, Failed, e)
		return
	}
	e.Result, op.Hand = Shared, f.Record
	m.answer(w, op, c, list, e)
	m.finish(w, c, e)
}

// leaveFlight ends what an operation has to do with the load that it shares, and frees
// the place of a load that nobody shares any more.
func (m *Model) leaveFlight(w *World, op *Op) {
	place := op.Flight
	f := &w.Flights[place-1]
	op.Flight = 0
	if f.Waiting--; f.Waiting > 0 {
		return
	}
	*f = Flight{}
	if m.Timed {
		f.next, w.freeFlight = w.freeFlight, int32(place)
		return
	}
	for len(w.Flights) > 0 && w.Flights[len(w.Flights)-1].Waiting == 0 {
		w.Flights = w.Flights[:len(w.Flights)-1]
	}
}

// AwaitsOutcome reports whether a shared load has ended and some read does not have
// its outcome yet.
func (w *World) AwaitsOutcome() bool {
	return slices.ContainsFunc(w.Flights, func(f Flight) bool { return f.Waiting > 0 && f.Loader == 0 })
}

// loseFlights makes every read that shares a load begin its cache.get again.
func (w *World) loseFlights(e *Effect) {
	for i := range w.Ops {
		w.Ops[i].Flight, w.Ops[i].leads = 0, 0
	}
	for i := range w.Flights {
		w.wakeAll(&w.Flights[i].behind, e)
	}
	w.Flights, w.freeFlight = w.Flights[:0], 0
}
