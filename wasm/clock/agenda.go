package clock

import (
	"container/heap"

	"cacheplay/wasm/engine"
)

// pending is a choice or a fault that is due at a time.
type pending struct {
	at     int64
	seq    int // breaks ties: the item that was added first comes first
	choice engine.Choice
	fault  int // the index of the fault, -1 for a choice
	// passive says that the item does not keep a run going: a run ends when only
	// passive items, such as expiries, are left.
	passive bool
}

// agenda is a heap of the pending items, earliest first.
type agenda struct {
	items  []pending
	seq    int
	active int // how many items are not passive
}

func (a *agenda) Len() int { return len(a.items) }

func (a *agenda) Less(i, j int) bool {
	x, y := &a.items[i], &a.items[j]
	return x.at < y.at || x.at == y.at && x.seq < y.seq
}

func (a *agenda) Swap(i, j int) { a.items[i], a.items[j] = a.items[j], a.items[i] }

// Push implements heap.Interface.
func (a *agenda) Push(x any) { a.items = append(a.items, x.(pending)) }

// Pop implements heap.Interface.
func (a *agenda) Pop() any {
	last := a.items[len(a.items)-1]
	a.items = a.items[:len(a.items)-1]
	return last
}

// add schedules a choice.
func (a *agenda) add(at int64, choice engine.Choice, passive bool) {
	a.push(pending{at: at, choice: choice, fault: -1, passive: passive})
}

// push schedules an item and gives it its number.
func (a *agenda) push(item pending) {
	a.seq++
	item.seq = a.seq
	if !item.passive {
		a.active++
	}
	heap.Push(a, item)
}

// next removes and returns the earliest item that is due until an instant, and false if
// there is none. Where only passive items are left it returns them if onlyPassive says
// so.
func (a *agenda) next(until int64, onlyPassive bool) (pending, bool) {
	if len(a.items) == 0 || a.items[0].at > until || a.active == 0 && !onlyPassive {
		return pending{}, false
	}
	item := heap.Pop(a).(pending)
	if !item.passive {
		a.active--
	}
	return item, true
}

// keep removes the choices for which open is false.
func (a *agenda) keep(open func(engine.Choice) bool) {
	kept := a.items[:0]
	a.active = 0
	for _, item := range a.items {
		if item.fault >= 0 || open(item.choice) {
			kept = append(kept, item)
			if !item.passive {
				a.active++
			}
		}
	}
	a.items = kept
	heap.Init(a)
}
