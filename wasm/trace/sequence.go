package trace

// row is what Mermaid and PlantUML draw for an event, besides its message or note.
type row struct {
	time   string // the time, above the event, if much time has passed; or ""
	opens  bool   // an activation begins: of the callee, or of the lifeline of a note
	closes bool   // an activation of the event's lifeline ends
	lost   bool   // the message never arrives
}

// maxTimes bounds how often a diagram shows the time: once in each twentieth of the
// run.
const maxTimes = 20

// rows returns a row for each event. Activations are drawn if they end: one that a
// crash has cut off does not, and both languages refuse a diagram in which an
// activation ends that has not begun.
func (t *Trace) rows() []row {
	rows := make([]row, len(t.Events))
	var told int64
	for i := range t.Events {
		e := &t.Events[i]
		if !t.Ordered && e.T-told >= max(t.End/maxTimes, 1) {
			rows[i].time = "at " + Duration(e.T)
			told = e.T
		}
		rows[i].lost = e.Kind == Call && !t.arrived(i) || e.Sense == Unheard || e.Sense == NoAnswer
		for j := i + 1; j < len(t.Events) && !(rows[i].lost && e.Kind == Call); j++ {
			if ends(e, &t.Events[j]) && !rows[j].closes {
				rows[i].opens, rows[j].closes = true, true
				break
			}
		}
	}
	return rows
}

// ends reports whether a later event ends the activation that an event began: a
// return that of its call, the end of a queued write that of the worker that took
// it, an answer that of an operation that its client executes.
func ends(began, e *Event) bool {
	switch {
	case began.Kind == Call:
		return e.Kind == Return && e.Op == began.Op && e.Worker == began.Worker && e.From == began.To && e.To == began.From
	case began.Sense == Taken:
		return e.From == began.From && e.Worker == began.Worker && (e.Sense == Done || e.Sense == Dropped || e.Sense == DeadLettered || e.Sense == Requeued)
	case began.Sense == Request:
		return e.Op == began.Op && e.From == began.From && e.Sense.Ends()
	}
	return false
}
