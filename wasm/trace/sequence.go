package trace

// row is what the languages of sequence diagrams draw for an event, besides its
// message or note.
type row struct {
	moment string // the time, told above it where much time has passed; or ""
	opens  bool   // an activation begins: of whom it calls, or of whoever notes it
	closes bool   // an activation of whoever it comes from ends
	lost   bool   // a message that never arrives
}

// moments bounds how often a diagram tells the time: once a twentieth of the
// run.
const moments = 20

// rows returns a row for each event. Only activations that end are drawn: both
// languages refuse a diagram in which one ends that has not begun, and whatever
// a crash cut off has no end.
func (t *Trace) rows() []row {
	rows := make([]row, len(t.Events))
	var told int64
	for i := range t.Events {
		e := &t.Events[i]
		if !t.Ordered && e.T-told >= max(t.End/moments, 1) {
			rows[i].moment = "at " + Duration(e.T)
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

// ends reports whether a later event ends the activation that an event began:
// a call its return, a worker's taking of a write what becomes of it, and an
// operation that its client executes the answer.
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
