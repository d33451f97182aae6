package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// Flight is a load that reads of its key share: they wait for it, and get its outcome,
// as in Go's x/sync/singleflight or Caffeine.
type Flight struct {
	Loader  uint32 // the operation, counted from 1, that is loading; 0 once the load has ended
	Waiting uint8  // how many reads do not have the outcome yet; 0 for a free place in World.Flights
	Failed  bool   // the load has ended with an error
	Record  Record // what it has brought, if it has ended otherwise
}

// sharesLoad reports whether an operation that misses now shares the load of the one
// that holds its key. A write that holds it loads nothing.
func (m *Model) sharesLoad(w *World, id int32) bool {
	key := w.Ops[id].Key
	return m.Cache.SingleFlight && w.isHeldByOther(key, id) && w.Ops[w.Keys[key].Holder-1].Kind == Get
}

// share lets a read wait for the outcome of the load of its key.
func (w *World) share(op *Op) {
	loader := w.Keys[op.Key].Holder
	place := slices.IndexFunc(w.Flights, func(f Flight) bool { return f.Waiting > 0 && f.Loader == loader })
	if place < 0 {
		place = slices.IndexFunc(w.Flights, func(f Flight) bool { return f.Waiting == 0 })
	}
	if place < 0 {
		place = len(w.Flights)
		w.Flights = append(w.Flights, Flight{})
	}
	w.Flights[place].Loader = loader
	w.Flights[place].Waiting++
	op.Flight = uint8(place) + 1
}

// endLoad tells the reads that share the load of an operation, if there are any, how it
// has ended.
func (m *Model) endLoad(w *World, op int32, failed bool, e *Effect) {
	for i := range w.Flights {
		f := &w.Flights[i]
		if f.Loader != uint32(op)+1 {
			continue
		}
		f.Loader, f.Failed = 0, failed
		if !failed {
			f.Record = w.Ops[op].Hand
		}
		w.wakeAll(e, func(o *Op) bool { return int(o.Flight) == i+1 })
	}
}

// takeOutcome answers a read with the outcome of the load that it shares.
func (m *Model) takeOutcome(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	f := w.Flights[op.Flight-1]
	e.setStep(&op.Task, strategy.Answer)
	if f.Loader != 0 {
		e.setNext(Choice{}, Forever)
		return
	}
	w.leaveFlight(op)
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
func (w *World) leaveFlight(op *Op) {
	f := &w.Flights[op.Flight-1]
	op.Flight = 0
	if f.Waiting--; f.Waiting == 0 {
		*f = Flight{}
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
func (w *World) loseFlights() {
	w.Flights = w.Flights[:0]
	for i := range w.Ops {
		w.Ops[i].Flight = 0
	}
}
