package clock

import "math"

// timeline holds items in the order of time, and those of one time in that of their ranks.
// Most waits of many a run last equally long, such as all ways over a network with a fixed
// latency. Items that are scheduled equally far ahead come in order: they stand in a track,
// which costs less than to find their place in the calendar.
type timeline struct {
	calendar calendar
	tracks   []track
	size     int
	// heads are the times of the first items, in the calendar and in each track; never
	// where there is none.
	heads [1 + mostTracks]int64
	first *item // the earliest, nil if it is not known
	index int   // of that in heads
}

// track holds items that were scheduled equally far ahead, in a ring.
type track struct {
	wait     int64
	items    []item // a power of two
	from, to uint32 // counts of those that were taken and added
}

// mostTracks is how many tracks there are at most, since each is looked at for the first
// item.
const mostTracks = 8

// never is a time that does not come.
const never = math.MaxInt64

// newTimeline returns an empty timeline.
func newTimeline() timeline { return timeline{heads: [1 + mostTracks]int64{never}} }

// add adds an item.
func (t *timeline) add(it item) {
	t.calendar.add(it)
	t.size++
	t.heads[0] = min(t.heads[0], it.at)
	t.first = nil
}

// addAfter adds an item that is due a time from now, and later than all that were added
// before for the same time: one that lasts equally long again and again.
func (t *timeline) addAfter(wait int64, it item) {
	i := t.track(wait)
	if i == mostTracks {
		t.add(it)
		return
	}
	k := &t.tracks[i]
	if int(k.to-k.from) == len(k.items) {
		k.grow()
		t.first = nil
	}
	if k.from == k.to {
		t.heads[1+i], t.first = it.at, nil
	}
	*k.at(k.to) = it
	k.to++
	t.size++
}

// track returns the index of the track for a time, mostTracks if there are too many others.
func (t *timeline) track(wait int64) int {
	for i := range t.tracks {
		if t.tracks[i].wait == wait {
			return i
		}
	}
	i := len(t.tracks)
	if i < mostTracks {
		t.tracks = append(t.tracks, track{wait: wait})
	}
	return i
}

// at returns the place of an item by its count.
func (k *track) at(n uint32) *item { return &k.items[n&uint32(len(k.items)-1)] }

// grow makes room for twice as many items.
func (k *track) grow() {
	grown := track{items: make([]item, max(2*len(k.items), fewestDays))}
	for n := k.from; n != k.to; n++ {
		*grown.at(n) = *k.at(n)
	}
	k.items = grown.items
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
	index := 0
	for i := 1; i <= len(t.tracks); i++ {
		if t.heads[i] < t.heads[index] || t.heads[i] == t.heads[index] && t.heads[i] != never && t.head(i).rank < t.head(index).rank {
			index = i
		}
	}
	t.first, t.index = t.head(index), index
}

// head returns the first item of the calendar or of a track. There is one.
func (t *timeline) head(i int) *item {
	if i == 0 {
		return t.calendar.peek()
	}
	k := &t.tracks[i-1]
	return k.at(k.from)
}

// take removes and returns the earliest item. There is one.
func (t *timeline) take() item {
	it, i, next := *t.peek(), t.index, int64(never)
	if i == 0 {
		t.calendar.take()
		if t.calendar.size > 0 {
			next = t.calendar.peek().at
		}
	} else {
		k := &t.tracks[i-1]
		if k.from++; k.from != k.to {
			next = k.at(k.from).at
		}
	}
	t.heads[i], t.first = next, nil
	t.size--
	return it
}
