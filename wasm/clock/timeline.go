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
	first int // the index of the earliest of heads, unknown if it is not known
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

const (
	unknown = -1
	never   = math.MaxInt64
)

// newTimeline returns an empty timeline.
func newTimeline() timeline { return timeline{heads: [1 + mostTracks]int64{never}, first: unknown} }

// add adds an item.
func (t *timeline) add(it item) {
	t.calendar.add(it)
	t.size++
	t.heads[0] = min(t.heads[0], it.at)
	t.first = unknown
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
	}
	if k.from == k.to {
		t.heads[1+i], t.first = it.at, unknown
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

// peek returns the earliest item, nil if there is none. It is valid until the timeline
// changes.
func (t *timeline) peek() *item {
	if t.first == unknown {
		t.search()
	}
	return t.head(t.first)
}

// head returns the first item of the calendar or of a track, nil if there is none.
func (t *timeline) head(i int) *item {
	switch {
	case t.heads[i] == never:
		return nil
	case i == 0:
		return t.calendar.peek()
	}
	k := &t.tracks[i-1]
	return k.at(k.from)
}

// search finds the earliest item.
func (t *timeline) search() {
	first := 0
	for i := 1; i <= len(t.tracks); i++ {
		if t.heads[i] < t.heads[first] || t.heads[i] == t.heads[first] && t.heads[i] != never && t.head(i).rank < t.head(first).rank {
			first = i
		}
	}
	t.first = first
}

// take removes and returns the earliest item. There is one.
func (t *timeline) take() item {
	it, i := *t.peek(), t.first
	if i == 0 {
		t.calendar.take()
	} else {
		t.tracks[i-1].from++
	}
	t.first = unknown
	t.size--
	t.heads[i] = never
	switch {
	case i > 0:
		if k := &t.tracks[i-1]; k.from != k.to {
			t.heads[i] = k.at(k.from).at
		}
	case t.calendar.size > 0:
		t.heads[0] = t.calendar.peek().at
	}
	return it
}
