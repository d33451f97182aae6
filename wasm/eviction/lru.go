package eviction

// lru evicts what has not been used for the longest time: least recently used.
type lru struct{ list }

func newLRU(keys int) *lru { return &lru{newList(keys)} }

func (l *lru) Add(key int32)    { l.push(key) }
func (l *lru) Remove(key int32) { l.remove(key) }

func (l *lru) Hit(key int32) {
	l.remove(key)
	l.push(key)
}

func (l *lru) Victim(may func(int32) bool) (int32, bool) { return l.oldest(may) }
