package engine

// Notice is one change that the source's feed will announce.
type Notice struct {
	Key     int32
	Op      int32
	Version uint32
	Due     int64 // when it comes out of the feed; 0 in an untimed world
}

// Feed holds the changes that the source's change feed will announce, oldest first.
type Feed struct {
	notices []Notice
	from    int // the index of the oldest: those before it have been delivered
}

// All returns the changes, oldest first.
func (f *Feed) All() []Notice { return f.notices[f.from:] }

// Len returns how many changes there are.
func (f *Feed) Len() int { return len(f.notices) - f.from }

// add adds a change. Where its memory is full and half of it has been delivered, that
// is used again.
func (f *Feed) add(n Notice) {
	if len(f.notices) == cap(f.notices) && f.from > len(f.notices)/2 {
		f.notices, f.from = f.notices[:copy(f.notices, f.All())], 0
	}
	f.notices = append(f.notices, n)
}

// deliver removes the oldest change.
func (f *Feed) deliver() {
	if f.from++; f.from == len(f.notices) {
		f.clear()
	}
}

// clear removes all changes.
func (f *Feed) clear() { f.notices, f.from = f.notices[:0], 0 }

// notice announces to the source's change feed that a record has changed. The
// feed delivers changes one by one, in their order.
func (m *Model) notice(w *World, key, op int32, e *Effect) {
	n := Notice{Key: key, Op: op, Version: w.Keys[key].Source.Version}
	if m.Timed {
		n.Due = w.Clock.Now + w.Clock.FeedIn
		if w.Feed.Len() > 0 {
			n.Due = max(n.Due, w.Feed.notices[len(w.Feed.notices)-1].Due)
		}
	}
	w.Feed.add(n)
	m.refer(w, op)
	if w.Feed.Len() == 1 {
		e.wake(Choice{Kind: FeedStep})
	}
}

// stepFeed takes the change feed's work on the first notice to its next phase.
func (m *Model) stepFeed(w *World, c Choice, e *Effect) {
	if w.Feed.Len() == 0 {
		return
	}
	t, n := &w.Feeder, w.Feed.All()[0]
	e.Op = n.Op
	switch {
	case m.Timed && n.Due > w.Clock.Now:
		t.Phase = Sleeping
		e.Phase, e.Until = Sleeping, n.Due
		e.setNext(c, Until)
	case t.Phase == Ready || t.Phase == Sleeping:
		t.Key, t.Hand.Version = n.Key, n.Version
		m.begin(t, c, &m.Feed, e)
	case m.advance(w, t, c, &m.Feed, e):
		t.nextStep(c, e)
		e.Phase = t.Phase
	}
	if t.Phase == Ready && int(t.Step) == len(m.Feed.Steps) {
		w.Feed.deliver()
		m.unrefer(w, n.Op)
		*t = Task{}
	}
}
