package clock

// timeline holds items in the order of time, and those of one time in that of their ranks.
// Most waits of many a run last equally long, such as all ways over a network with a fixed
// latency. Items that are scheduled equally far ahead come in order: they stand in a track,
// which costs less than to find their place in the calendar.
type timeline struct {
	calendar calendar
	tracks   []track
	size     int
	first    *item  // nil if it is not known
	of       *track // the track that it is in, nil for the calendar
}

// track holds items that were scheduled equally far ahead, in a ring.
type track struct {
	wait     int64
	items    []item // a power of two
	from, to uint32 // counts of those that were taken and added
}

// mostTracks is how many tracks there are at most, since each is looked at for the first item.
const mostTracks = 8

// add adds an item.
func (t *timeline) add(it item) {
	t.calendar.add(it)
	t.size++
	t.first = nil
}

// addAfter adds an item that is due a time from now, and later than all that were added
// before for the same time: one that lasts equally long again and again.
func (t *timeline) addAfter(wait int64, it item) {
	k := t.track(wait)
	if k == nil {
		t.add(it)
		return
	}
	if int(k.to-k.from) == len(k.items) {
		k.grow()
		t.first = nil
	}
	k.items[k.to&uint32(len(k.items)-1)] = it
	k.to++
	t.size++
	if t.first != nil && it.at < t.first.at {
		t.first = nil
	}
}

// track returns the track for a time, nil if there are too many others.
func (t *timeline) track(wait int64) *track {
	for i := range t.tracks {
		if t.tracks[i].wait == wait {
			return &t.tracks[i]
		}
	}
	if len(t.tracks) == mostTracks {
		return nil
	}
	t.tracks, t.first = append(t.tracks, track{wait: wait}), nil
	return &t.tracks[len(t.tracks)-1]
}

// grow makes room for twice as many items.
func (k *track) grow() {
	items := make([]item, max(2*len(k.items), fewestDays))
	for i := k.from; i != k.to; i++ {
		items[i&uint32(len(items)-1)] = k.items[i&uint32(len(k.items)-1)]
	}
	k.items = items
}

// peek returns the earliest item. There is one. It is valid until the timeline changes.
func (t *timeline) peek() *item {
	if t.first == nil {
		t.search()
	}
	return t.first
}

// search finds the earliest item.
func (t *timeline) search() {
	var first *item
	var of *track
	if t.calendar.size > 0 {
		first = t.calendar.peek()
	}
	for i := range t.tracks {
		k := &t.tracks[i]
		if k.from == k.to {
			continue
		}
		it := &k.items[k.from&uint32(len(k.items)-1)]
		if first == nil || it.at < first.at || it.at == first.at && it.rank < first.rank {
			first, of = it, k
		}
	}
	t.first, t.of = first, of
}

// take removes and returns the earliest item. There is one.
func (t *timeline) take() item {
	it := *t.peek()
	if t.of == nil {
		t.calendar.take()
	} else {
		t.of.from++
	}
	t.first = nil
	t.size--
	return it
}
