package engine

// notice announces to the source's change feed that a record has changed. The
// feed delivers changes one by one, in their order.
func (m *Model) notice(w *World, key, op int32, e *Effect) {
	n := Notice{Key: key, Op: op, Version: w.Keys[key].Source.Version}
	if m.Timed {
		n.Due = w.Clock.Now + w.Clock.FeedIn
		if last := len(w.Feed) - 1; last >= 0 {
			n.Due = max(n.Due, w.Feed[last].Due)
		}
	}
	w.Feed = append(w.Feed, n)
	if len(w.Feed) == 1 {
		e.wake(Choice{Kind: FeedStep})
	}
}

// stepFeed takes the change feed's work on the first notice to its next phase.
func (m *Model) stepFeed(w *World, c Choice, e *Effect) {
	if len(w.Feed) == 0 {
		return
	}
	t, n := &w.Feeder, w.Feed[0]
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
		w.Feed = append(w.Feed[:0], w.Feed[1:]...)
		*t = Task{}
	}
}
