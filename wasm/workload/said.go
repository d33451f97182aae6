package workload

// Said is how many operations a recording has, and what they say of its keys first: for
// what happens to a key before its operations say it. A read that has missed says neither
// size nor time to live, for one, and the fill that follows does.
type Said struct {
	Sent  int64    // how many operations there are besides those that only fill the cache
	Keys  int      // how many there are
	Sizes []uint32 // by key, with its value, in bytes; 0 if not said
	TTLs  []int64  // by key, how long what is stored may live, in nanoseconds; nil if not said of any
}

// Note counts an operation, and notes what it says of its key where nothing was said before.
func (s *Said) Note(op *Operation) {
	if !op.Fill {
		s.Sent++
	}
	s.Keys = max(s.Keys, int(op.Key)+1)
	first(&s.Sizes, op.Key, op.Size)
	first(&s.TTLs, op.Key, op.TTL)
}

// first sets the value of a key, unless it has one or there is none to set.
func first[T uint32 | int64](values *[]T, key uint32, v T) {
	if v == 0 {
		return
	}
	for len(*values) <= int(key) {
		*values = append(*values, 0)
	}
	if (*values)[key] == 0 {
		(*values)[key] = v
	}
}
