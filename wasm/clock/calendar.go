package clock

// calendar is a queue in the order of time, and of items of one time in that of their
// ranks, which is nearly always that of their coming (Brown, "Calendar Queues", CACM
// 1988). Its days lie around a ring; each is a list of the items that are due on it, this
// year or in a later one. Adding and taking an item costs the same whatever the number of
// items, as long as there are about as many days as items, and few items in a day. So it
// is laid out anew when the number of items has changed much, and, unlike Brown's, which
// guesses the length of a day from the next items, when days have turned out too long or
// too short: once the detours have cost more than that. Nothing is allocated unless
// there are more items than ever before.
type calendar struct {
	days  []day  // a power of two
	items []item // from 1 on
	free  int32  // the first place in items that is free, 0 for none
	size  int
	shift uint  // a day lasts 1<<shift nanoseconds
	first int32 // the earliest item, 0 if it is not known
	today int64 // no item is due before this day
	// How many items were taken, days passed over in search of the next, and times
	// passed over to add one, since the layout was last weighed.
	taken, skipped, passed int
}

// day is a list of items, the earliest first. Those of one time are a group: of its
// first item, tail is its last. A group is passed over in one step.
type day struct {
	first int32 // 0 for none
	last  int32 // the first item of the last group
}

// The smallest number of days, and the length of a day at first.
const (
	fewestDays = 16
	firstShift = 14
)

// add adds an item.
func (q *calendar) add(it item) {
	n := q.free
	if n != 0 {
		q.free = q.items[n].next
	} else {
		if len(q.items) == 0 {
			q.shift, q.items = firstShift, make([]item, 1, fewestDays)
		}
		n = int32(len(q.items))
		q.items = append(q.items, item{})
	}
	it.next, it.tail = 0, n
	q.items[n] = it
	if q.size++; q.size > len(q.days) { // before it is in any list
		q.layOut(max(2*len(q.days), fewestDays), q.shift)
	}
	q.link(n)
	day := it.at >> q.shift
	switch {
	case q.size == 1 || q.first != 0 && it.at < q.items[q.first].at:
		q.first, q.today = n, day
	case q.first == 0 && day < q.today:
		q.today = day
	}
	if q.isDayTooLong() {
		q.weigh()
	}
}

// link puts a group into the list of its day, an item that has been added alone as a
// group of one.
func (q *calendar) link(n int32) {
	it := &q.items[n]
	end := &q.items[it.tail].next
	d := &q.days[it.at>>q.shift&int64(len(q.days)-1)]
	if d.first == 0 {
		d.first, d.last, *end = n, n, 0
		return
	}
	before := d.last
	if q.items[before].at > it.at {
		if q.items[d.first].at > it.at {
			d.first, *end = n, d.first
			return
		}
		before = q.groupUntil(d.first, it.at)
	}
	group := &q.items[before]
	if group.at == it.at && q.items[group.tail].rank > it.rank {
		q.linkWithin(before, n)
		return
	}
	*end = q.items[group.tail].next
	q.items[group.tail].next = n
	switch {
	case group.at == it.at:
		group.tail = it.tail
	case before == d.last:
		d.last = n
	}
}

// linkWithin puts an item into the group of its time, before the last of that by rank.
// The place of the first stays, since the group is known by it.
func (q *calendar) linkWithin(group, n int32) {
	first, it := &q.items[group], &q.items[n]
	if first.rank > it.rank {
		*first, *it = *it, *first
		first.next, first.tail, it.next, it.tail = it.next, it.tail, first.next, first.tail
	}
	before := group
	for before != first.tail && q.items[q.items[before].next].rank < it.rank {
		before = q.items[before].next
	}
	if before == first.tail {
		first.tail = n
	}
	it.next, q.items[before].next = q.items[before].next, n
}

// groupUntil returns the last group of a list that is not later than a time. The first
// is not.
func (q *calendar) groupUntil(group int32, at int64) int32 {
	for {
		next := q.items[q.items[group].tail].next
		if next == 0 || q.items[next].at > at {
			return group
		}
		group = next
		q.passed++
	}
}

// peek returns the earliest item. There is one. It is valid until the calendar changes.
func (q *calendar) peek() *item {
	if q.first == 0 {
		q.search()
	}
	return &q.items[q.first]
}

// search finds the earliest item: on the first day that has one, in a year; or, if no
// item is due within a year, among the first of each day.
func (q *calendar) search() {
	mask := int64(len(q.days) - 1)
	for range q.days {
		if n := q.days[q.today&mask].first; n != 0 && q.items[n].at>>q.shift == q.today {
			q.first = n
			return
		}
		q.today++
		q.skipped++
	}
	for i := range q.days {
		if n := q.days[i].first; n != 0 && (q.first == 0 || q.items[n].at < q.items[q.first].at) {
			q.first = n
		}
	}
	q.today = q.items[q.first].at >> q.shift
	q.skipped += len(q.days)
}

// take removes and returns the earliest item. There is one.
func (q *calendar) take() item {
	it := *q.peek()
	n := q.first
	d := &q.days[q.today&int64(len(q.days)-1)]
	d.first, q.first = it.next, 0
	switch {
	case it.tail != n:
		q.items[it.next].tail, q.first = it.tail, it.next
		if d.last == n {
			d.last = it.next
		}
	case it.next == 0:
		d.last = 0
	case q.items[it.next].at>>q.shift == q.today:
		q.first = it.next
	}
	q.items[n].next, q.free = q.free, n
	q.size--
	if q.taken++; q.taken >= len(q.days) || q.isDayTooShort() {
		q.weigh()
	}
	return it
}

// isDayTooLong reports whether adding items has passed over so many times that laying
// out anew costs no more: in the time in which each day could have had an item taken,
// one for two days.
func (q *calendar) isDayTooLong() bool { return q.passed > len(q.days)/2 }

// isDayTooShort reports the same of taking items, which may have skipped four days for
// one: that costs less.
func (q *calendar) isDayTooShort() bool { return q.skipped > 4*len(q.days) }

// weigh lays the calendar out anew if it should be, and begins to count again.
func (q *calendar) weigh() {
	days, shift := len(q.days), q.shift
	switch {
	case q.isDayTooLong():
		shift = max(shift, 2) - 2
	case q.isDayTooShort():
		shift = min(shift+2, 60)
	}
	if q.size < days/8 {
		days = max(days/4, fewestDays)
	}
	if days != len(q.days) || shift != q.shift {
		q.layOut(days, shift)
	}
	q.taken, q.skipped, q.passed = 0, 0, 0
}

// layOut changes the number of days and the length of a day.
func (q *calendar) layOut(days int, shift uint) {
	all := int32(0) // the groups in one list, the latest of a day first
	for _, d := range q.days {
		for n := d.first; n != 0; {
			end := &q.items[q.items[n].tail].next
			all, n, *end = n, *end, all
		}
	}
	if days == len(q.days) {
		clear(q.days)
	} else {
		q.days = make([]day, days)
	}
	q.today = q.today << q.shift >> shift
	if q.first != 0 {
		q.today = q.items[q.first].at >> shift
	}
	q.shift = shift
	for n := all; n != 0; {
		next := q.items[q.items[n].tail].next
		q.link(n)
		n = next
	}
}
