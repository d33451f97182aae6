package engine

import (
	"slices"
	"testing"
)

// checkItems checks what the World keeps beside the queue against a look at every item.
func checkItems(t *testing.T, w *World) {
	t.Helper()
	all := w.Queue.All()
	taken, blocked, firstWaiting := 0, 0, uint32(0)
	for _, item := range all {
		isOfKey := func(i Item) bool { return i.Key == item.Key && i.Taken != 0 }
		switch {
		case item.Taken != 0:
			taken++
		case slices.ContainsFunc(all, isOfKey):
			blocked++
		}
		if item.Taken == 0 && firstWaiting == 0 {
			firstWaiting = item.Seq
		}
	}
	q := &w.Queue
	if q.items != len(all) || q.taken != taken || q.blocked != blocked {
		t.Errorf("%d items, %d taken, %d blocked; known are %d, %d and %d", len(all), taken, blocked, q.items, q.taken, q.blocked)
	}
	checkLanes(t, q)
	checkWritten(t, q)
	if known := q.waiting; (known == 0) != (firstWaiting == 0) || known != 0 && q.at(known).Seq != firstWaiting {
		t.Errorf("item %d is the first that waits, not that in slot %d", firstWaiting, known)
	}
	for key := range w.Keys {
		var chain []Item
		for n := w.Queue.of(int32(key)).newest; n != 0; n = q.at(n).older {
			chain = append(chain, q.at(n).Item)
		}
		slices.Reverse(chain)
		if want := itemsOf(all, func(i Item) bool { return int(i.Key) == key }); !slices.Equal(chain, want) {
			t.Errorf("the items of key %d are %+v, not %+v", key, want, chain)
		}
	}
	for worker := range w.Workers {
		var chain []Item
		for n := w.Workers[worker].first; n != 0; n = q.at(n).after {
			chain = append(chain, q.at(n).Item)
		}
		if want := itemsOf(all, func(i Item) bool { return int(i.Taken) == worker+1 }); !slices.Equal(chain, want) {
			t.Errorf("worker %d has taken %+v, not %+v", worker, want, chain)
		}
	}
}

// checkLanes checks that each item that no worker has taken stands in its lane, or in the
// train of its key, behind what is older and due before it.
func checkLanes(t *testing.T, q *Queue) {
	t.Helper()
	inLine := 0
	check := func(line Line, passed bool, is func(*queued) bool) {
		last := int32(0)
		for n := line.first; n != 0; last, n = n, q.at(n).after {
			inLine++
			item := q.at(n)
			if item.Taken != 0 || item.passed != passed || !is(item) || item.before != last {
				t.Errorf("an item stands in the wrong place: %+v", item)
			}
			if last != 0 && (item.Seq < q.at(last).Seq || item.Due < q.at(last).Due) {
				t.Errorf("%+v stands before %+v", q.at(last), item)
			}
		}
		if last != line.last {
			t.Errorf("the item in slot %d is the last of a line, not that in slot %d", last, line.last)
		}
	}
	for lane, line := range q.lanes {
		check(line, false, func(item *queued) bool { return int(item.lane) == lane })
	}
	for key := range q.keys {
		if place := q.keys[key].train; place != 0 {
			before := inLine
			for lane, line := range q.trains.all[place-1].lanes {
				check(line, true, func(item *queued) bool { return int(item.lane) == lane && int(item.Key) == key })
			}
			if known := int(q.trains.all[place-1].items); known != inLine-before {
				t.Errorf("%d items of key %d have been passed, not %d", inLine-before, key, known)
			}
		}
	}
	if inLine != q.items-q.taken {
		t.Errorf("%d of %d items stand in line", inLine, q.items-q.taken)
	}
}

// checkWritten checks that each item is known by its write, and nothing else.
func checkWritten(t *testing.T, q *Queue) {
	t.Helper()
	known := 0
	for _, n := range q.written.first {
		for ; n != 0; n = q.at(n).same {
			known++
			if item := q.at(n); item.Seq == 0 || item.Record.Write == 0 {
				t.Errorf("known by its write is %+v", item)
			}
		}
	}
	for n := q.first; n != 0 && len(q.written.first) > 0; n = q.at(n).next {
		write := q.at(n).Record.Write
		if write == 0 {
			continue
		}
		known--
		other := *q.written.chainOf(write)
		for other != 0 && other != n {
			other = q.at(other).same
		}
		if other != n {
			t.Errorf("%+v is not known by its write", q.at(n))
		}
	}
	if known != 0 {
		t.Errorf("%d items too many are known by their writes", known)
	}
}

// itemsOf returns the items that satisfy a condition.
func itemsOf(all []Item, is func(Item) bool) (list []Item) {
	for _, item := range all {
		if is(item) {
			list = append(list, item)
		}
	}
	return list
}

// checkLines checks the counts and lines that save a look at every key, call and operation.
func checkLines(t *testing.T, m *Model, w *World) {
	t.Helper()
	entries, waiting, inLine := 0, 0, map[int32]int{}
	for key := range w.Keys {
		if w.Keys[key].Entry.Present {
			entries++
		}
	}
	for i := range w.Calls {
		if w.Calls[i].State == CallWaiting {
			waiting++
		}
	}
	if entries != w.Entries() || waiting != w.Waiting {
		t.Errorf("%d entries and %d waiting calls, but %d and %d known", entries, waiting, w.Entries(), w.Waiting)
	}
	checkRoom(t, m, w)
	lines := []Line{}
	open := 0
	for key := range w.Keys {
		if place := w.Keys[key].lines; place != 0 {
			open++
			lines = append(lines, w.lines[place-1].loads, w.lines[place-1].locks, w.lines[place-1].rooms)
			checkNext(t, m, w, int32(key))
		}
	}
	for place := w.freeLines; place != 0; place = w.lines[place-1].next {
		open++
	}
	if open != len(w.lines) {
		t.Errorf("of %d places for lines %d are free or of a key", len(w.lines), open)
	}
	for i := range w.Flights {
		lines = append(lines, w.Flights[i].behind)
	}
	for _, line := range lines {
		last := int32(0)
		for n := line.first; n != 0; n = w.Ops[n-1].next {
			if last != 0 && w.Ops[n-1].Since < w.Ops[last-1].Since {
				t.Errorf("operation %d waits longer than %d, which stands before it", n-1, last-1)
			}
			inLine[n-1]++
			last = n
		}
		if last != line.last {
			t.Errorf("operation %d is the last of a line, not %d", last-1, line.last-1)
		}
	}
	for id, n := range inLine {
		if phase := w.Ops[id].Phase; n != 1 || !m.Timed || phase != AwaitingKey && phase != AwaitingRoom {
			t.Errorf("operation %d, in phase %d, stands in %d lines", id, phase, n)
		}
	}
}

// checkRoom checks the heap of those who wait for room, and how many have been called.
func checkRoom(t *testing.T, m *Model, w *World) {
	t.Helper()
	h := w.room.waiting
	for i, x := range h {
		op := &w.Ops[x.op]
		if int(op.place) != i+1 || op.Phase != AwaitingRoom || x != (waiter{op.Since, op.serial, x.op}) || x.waitsLonger(h[max(i-1, 0)/2]) {
			t.Errorf("at place %d of %d stands operation %d, whose place is %d, in phase %d", i+1, len(h), x.op, op.place, op.Phase)
		}
	}
	called := 0
	for id := range w.Ops {
		if op := &w.Ops[id]; op.called {
			called++
			if op.Phase != AwaitingRoom || op.place != 0 {
				t.Errorf("operation %d, in phase %d and at place %d, has been called", id, op.Phase, op.place)
			}
		}
	}
	if called != w.room.called {
		t.Errorf("%d operations have been called to look for room, not %d", called, w.room.called)
	}
	if room := m.Queue.Capacity - w.Queue.Len() - w.Promised - called; m.Queue.Coalescing == NoCoalescing && len(h) > 0 && room > 0 {
		t.Errorf("%d wait for room though there is room for %d", len(h), room)
	}
}

// checkNext checks that, if operations wait for the lock of a key that nobody has, another
// one has been woken to get it.
func checkNext(t *testing.T, m *Model, w *World, key int32) {
	t.Helper()
	n := w.lines[w.Keys[key].lines-1].locks.first
	if n == 0 || w.Keys[key].Holder != 0 {
		return
	}
	for id := range w.Ops {
		op := &w.Ops[id]
		isInLine := op.prev != 0 || op.next != 0 || n == int32(id)+1
		if op.Key == key && op.Phase == AwaitingKey && m.locks(op) && !isInLine {
			return
		}
	}
	t.Errorf("operation %d waits for the lock of key %d, which nobody has", n-1, key)
}

// Numbers of any size are told apart, since more than exploration needs bytes of Worlds.
func TestNumbersOfAnySizeHaveBytesOfTheirOwn(t *testing.T) {
	seen := map[string]uint32{}
	for _, n := range []uint32{0, 1, 63, 64, 127, 128, 129, 255, 256, 257, 1000, 1 << 20} {
		w := &World{Keys: make([]Key, 1), Ops: make([]Op, 1)}
		w.Keys[0] = Key{Source: Record{Write: n, Version: n}, Tombstone: n, Issued: n, Holder: n}
		w.Ops[0].Version = n
		code := w.Encode(nil)
		if other, ok := seen[string(code)]; ok {
			t.Errorf("%d and %d have the same bytes", n, other)
		}
		seen[string(code)] = n
		back := &World{Keys: make([]Key, 1), Ops: make([]Op, 1)}
		if back.Ops[0].Decode(back.DecodeShared(code)); back.Keys[0] != w.Keys[0] || back.Ops[0].Version != n {
			t.Errorf("%d is decoded as %+v, %d", n, back.Keys[0], back.Ops[0].Version)
		}
	}
}
