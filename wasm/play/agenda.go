package play

import (
	"container/heap"

	"cacheplay/wasm/engine"
)

// pending is something that comes about at a moment.
type pending struct {
	at     int64
	seq    int // ties are broken by who came first
	choice engine.Choice
	fault  int // index of the fault that it is, -1 for none
	// passive marks what does not keep a run alive: when only expiries are left,
	// the story is over.
	passive bool
}

// agenda is what is under way, earliest first.
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

// Push and Pop are for container/heap.
func (a *agenda) Push(x any) { a.items = append(a.items, x.(pending)) }

// Pop is for container/heap.
func (a *agenda) Pop() any {
	last := a.items[len(a.items)-1]
	a.items = a.items[:len(a.items)-1]
	return last
}

func (a *agenda) add(at int64, choice engine.Choice, passive bool) {
	a.push(pending{at: at, choice: choice, fault: -1, passive: passive})
}

func (a *agenda) push(item pending) {
	a.seq++
	item.seq = a.seq
	if !item.passive {
		a.active++
	}
	heap.Push(a, item)
}

// next takes the earliest item, and returns false when the story is over.
func (a *agenda) next() (pending, bool) {
	if a.active == 0 {
		return pending{}, false
	}
	item := heap.Pop(a).(pending)
	if !item.passive {
		a.active--
	}
	return item, true
}

// keep drops every item that open does not confirm.
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
