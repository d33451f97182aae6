package engine

// Choices appends all that may happen next in an untimed world, in a fixed
// order: what operations and workers can do, then every expiry that the time
// to live allows, then a crash. How many of the last two happen is for the
// driver to bound.
func (m *Model) Choices(w *World, dst []Choice) []Choice {
	for i := range m.Clients {
		dst = m.clientChoices(w, m.Clients[i], dst)
	}
	for i := range w.Workers {
		if m.workerCanGo(w, &w.Workers[i]) {
			dst = append(dst, Choice{Kind: WorkerStep, Actor: int32(i)})
		}
	}
	if m.Cache.TTL > 0 {
		for key := range w.Keys {
			if w.Keys[key].Entry.Present {
				dst = append(dst, Choice{Kind: Expiry, Actor: int32(key)})
			}
		}
	}
	return append(dst, Choice{Kind: Crash})
}

// clientChoices lists the operations of a client that can go on: those sent and
// not ended, and the next one once the one before it has been answered.
func (m *Model) clientChoices(w *World, client ClientOps, dst []Choice) []Choice {
	for i := client.First; i < client.First+client.Count; i++ {
		if w.Ops[i].Status != Ended {
			dst = append(dst, Choice{Kind: OpStep, Actor: i})
		}
		if w.Ops[i].Status <= Running {
			break
		}
	}
	return dst
}

func (m *Model) workerCanGo(w *World, worker *Worker) bool {
	if worker.Phase != Idle {
		return true
	}
	for i := range w.Queue {
		if !w.Queue[i].Taken {
			return true
		}
	}
	return false
}

// Open reports whether what was under way still is: a crash ends operations
// and workers, whose next phases then never come.
func (m *Model) Open(w *World, c Choice) bool {
	switch c.Kind {
	case OpStep:
		return w.Ops[c.Actor].Status != Ended
	case WorkerStep:
		return w.Workers[c.Actor].Phase != Idle
	}
	return true
}
