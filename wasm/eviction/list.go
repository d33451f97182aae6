package eviction

// none is no key, at either end of a list.
const none = -1

// list is a doubly linked list of keys in arrays, newest first: no key is in it
// twice, and every operation takes the same short time.
type list struct {
	newer, older []int32
	in           []bool
	first, last  int32
}

func newList(keys int) list {
	return list{newer: make([]int32, keys), older: make([]int32, keys), in: make([]bool, keys), first: none, last: none}
}

// push puts a key at the front.
func (l *list) push(key int32) {
	l.in[key] = true
	l.newer[key], l.older[key] = none, l.first
	if l.first == none {
		l.last = key
	} else {
		l.newer[l.first] = key
	}
	l.first = key
}

// remove takes a key out, if it is in.
func (l *list) remove(key int32) {
	if !l.in[key] {
		return
	}
	l.in[key] = false
	newer, older := l.newer[key], l.older[key]
	if newer == none {
		l.first = older
	} else {
		l.older[newer] = older
	}
	if older == none {
		l.last = newer
	} else {
		l.newer[older] = newer
	}
}

// oldest returns the oldest key that may go.
func (l *list) oldest(may func(int32) bool) (int32, bool) {
	for key := l.last; key != none; key = l.newer[key] {
		if may(key) {
			return key, true
		}
	}
	return none, false
}
