package engine

// The items that no worker has taken stand in lanes, by how often they had failed when they
// came to the tail. So what stands in one lane is due in that order: a worker need not look
// behind the first that it may take.

// joinLane puts an item into its lane, behind another one, or at the front if that is 0.
func (q *Queue) joinLane(n, before int32) {
	item := q.at(n)
	q.link(&q.lanes[item.lane], n, before)
}

// leaveLane takes an item out of its lane, or out of the train of its key.
func (q *Queue) leaveLane(n int32) {
	item := q.at(n)
	if item.passed {
		q.leaveTrain(n)
	} else {
		q.unlink(&q.lanes[item.lane], n)
	}
}

// link puts an item into a line, behind another one, or at the front if that is 0.
func (q *Queue) link(line *Line, n, before int32) {
	after := line.first
	if before != 0 {
		after = q.at(before).after
		q.at(before).after = n
	} else {
		line.first = n
	}
	if after != 0 {
		q.at(after).before = n
	} else {
		line.last = n
	}
	item := q.at(n)
	item.before, item.after = before, after
}

// unlink takes an item out of a line.
func (q *Queue) unlink(line *Line, n int32) {
	item := q.at(n)
	if item.before == 0 {
		line.first = item.after
	} else {
		q.at(item.before).after = item.after
	}
	if item.after == 0 {
		line.last = item.before
	} else {
		q.at(item.after).before = item.before
	}
	item.before, item.after = 0, 0
}

// before returns the item behind which one belongs in its lane that comes back, 0 for none.
func (q *Queue) before(n int32) int32 {
	item := q.at(n)
	if first := q.lanes[item.lane].first; first == 0 || item.Seq < q.at(first).Seq {
		return 0
	}
	for n = item.prev; q.at(n).Taken != 0 || q.at(n).passed || q.at(n).lane != item.lane; n = q.at(n).prev {
	}
	return n
}

// nextToTake returns the slot of the item that a worker can take first, and when; of those
// that it can take now the oldest. The slot is 0 if there is none.
func (m *Model) nextToTake(w *World, worker int32) (next int32, at int64) {
	q := &w.Queue
	lanes := len(q.lanes)
	if !m.Timed {
		lanes = 1 // nobody counts there how often something has failed
	}
	for lane := range lanes {
		n := m.firstToTake(w, lane, worker)
		if n == 0 {
			continue
		}
		due := w.Clock.Now
		if m.Timed {
			due = max(due, q.at(n).Due, w.Clock.NextTake)
		}
		if next == 0 || due < at || due == at && q.at(n).Seq < q.at(next).Seq {
			next, at = n, due
		}
	}
	return next, at
}

// firstToTake returns the slot of the first item of a lane that a worker can take when it is
// due, 0 for none.
func (m *Model) firstToTake(w *World, lane int, worker int32) int32 {
	n := w.Queue.lanes[lane].first
	switch {
	case !m.Queue.PartitionKey:
	case m.Timed:
		return w.firstFree(lane, worker)
	default:
		for n != 0 && w.heldByOther(w.Queue.at(n).Key, worker) {
			n = w.Queue.at(n).after
		}
	}
	return n
}
