package engine

import "slices"

// written finds queued items by the writes that they bring to the source: a hash table whose
// chains go through the items. There is none before something is looked up in a timed world;
// in an untimed one few items are queued.
type written struct{ first []int32 } // slots; a power of two of them, or none

// chainOf returns where the chain begins in which the item with a write is.
func (t *written) chainOf(write uint32) *int32 { return &t.first[write&uint32(len(t.first)-1)] }

// note makes the write of an item known, if it brings one and not only payments.
func (q *Queue) note(n int32) {
	item := q.at(n)
	switch t := &q.written; {
	case len(t.first) == 0 || item.Record.Write == 0:
	case q.items > len(t.first):
		q.noteAll()
	default:
		first := t.chainOf(item.Record.Write)
		item.same, *first = *first, n
	}
}

// noteAll makes the writes of all items known, in a table that has room for twice as many.
func (q *Queue) noteAll() {
	size := 64
	for size < 2*q.items {
		size *= 2
	}
	q.written.first = slices.Grow(q.written.first[:0], size)[:size]
	clear(q.written.first)
	for n := q.first; n != 0; n = q.at(n).next {
		q.note(n)
	}
}

// forget makes the write of an item unknown, before it leaves or gets another one.
func (q *Queue) forget(n int32) {
	item := q.at(n)
	if len(q.written.first) == 0 || item.Record.Write == 0 {
		return
	}
	place := q.written.chainOf(item.Record.Write)
	for *place != n {
		place = &q.at(*place).same
	}
	*place, item.same = item.same, 0
}

// replace gives an item another record.
func (q *Queue) replace(n int32, record Record) {
	q.forget(n)
	q.at(n).Record = record
	q.note(n)
}

// queuedSeq returns the number of the queued item that brings a record to the source,
// 0 if there is none.
func (m *Model) queuedSeq(w *World, key int32, record Record) uint32 {
	q := &w.Queue
	switch {
	case record.Write == 0 || q.of(key).newest == 0:
		return 0
	case !m.Timed:
		for n := q.of(key).newest; n != 0; n = q.at(n).older {
			if q.at(n).Record.Write == record.Write {
				return q.at(n).Seq
			}
		}
		return 0
	case len(q.written.first) == 0:
		q.noteAll()
	}
	for n := *q.written.chainOf(record.Write); n != 0; n = q.at(n).same {
		if item := q.at(n); item.Key == key && item.Record.Write == record.Write {
			return item.Seq
		}
	}
	return 0
}
