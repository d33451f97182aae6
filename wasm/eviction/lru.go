package eviction

// lru evicts what has not been used for the longest time: least recently used.
type lru struct{ shelf }

func newLRU(keys int) *lru { return &lru{newShelf(keys, 1)} }

func (l *lru) Come(int32, uint32)           {}
func (l *lru) Add(key int32, size uint32)   { l.put(only, key, size) }
func (l *lru) Hit(key int32)                { l.move(only, key) }
func (l *lru) Remove(key int32, _ bool)     { l.remove(key) }
func (l *lru) Victim() (key int32, ok bool) { return l.oldest(only) }

func (l *lru) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		l.Hit(key)
	}
	return len(keys)
}
