package load

// Waits are the times that operations take from when their clients mean to send them
// until those have the answer.
type Waits struct {
	All Histogram
	// Tester has those that a tester would have seen who sends an operation only after
	// the answer to the one before: of those that come meanwhile it sends none. It shows
	// what such testers leave out, which is called coordinated omission.
	Tester   Histogram
	OverTime *Series // by when they were sent

	asked int32 // the operation that the tester waits for, counted from 1; 0 for none
	free  int64 // when the tester has its last answer
}

// sent notes that an operation is sent.
func (w *Waits) sent(op int32, at int64) {
	if w.asked == 0 && at >= w.free {
		w.asked = op + 1
	}
}

// answered counts an operation whose client has the answer at an instant.
func (w *Waits) answered(op int32, sent, at int64) {
	if w.asked == op+1 {
		w.asked, w.free = 0, at
		w.Tester.Add(at - sent)
	}
	w.All.Add(at - sent)
	w.OverTime.Add(sent, at-sent)
}
