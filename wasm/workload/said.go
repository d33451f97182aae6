package workload

// Said is what the operations of a recording say of its keys first: for what happens to a
// key before its operations say it. A read that has missed says no size, for one, and the
// fill that follows does.
type Said struct {
	Keys  int      // how many there are
	Sizes []uint32 // by key, with its value, in bytes; 0 if not said
}

// Note notes what an operation says of its key, where nothing was said before.
func (s *Said) Note(op *Operation) {
	s.Keys = max(s.Keys, int(op.Key)+1)
	for len(s.Sizes) < s.Keys {
		s.Sizes = append(s.Sizes, 0)
	}
	if s.Sizes[op.Key] == 0 {
		s.Sizes[op.Key] = op.Size
	}
}
