package eviction

// lfu evicts what has been used least often since it came, and of several such
// keys the one that has had that count the longest: least frequently used. It
// forgets the count of a key that leaves.
//
// Keys of one count stand in a list of their own; a hit moves a key to the next
// count's. Source: Shah, Mitra and Matani, "An O(1) algorithm for implementing
// the LFU cache eviction scheme" (2010).
type lfu struct {
	uses   []int32
	counts []list // by count, the first for keys that were never hit
	keys   int
}

// maxUses is the highest count that lfu tells apart.
const maxUses = 255

func newLFU(keys int) *lfu { return &lfu{uses: make([]int32, keys), keys: keys} }

func (l *lfu) Add(key int32) {
	l.uses[key] = 0
	l.of(0).push(key)
}

func (l *lfu) Hit(key int32) {
	l.of(l.uses[key]).remove(key)
	l.uses[key] = min(l.uses[key]+1, maxUses)
	l.of(l.uses[key]).push(key)
}

func (l *lfu) Remove(key int32) { l.of(l.uses[key]).remove(key) }

func (l *lfu) Victim(may func(int32) bool) (int32, bool) {
	for i := range l.counts {
		if key, ok := l.counts[i].oldest(may); ok {
			return key, true
		}
	}
	return none, false
}

// of returns the list of a count.
func (l *lfu) of(uses int32) *list {
	for int(uses) >= len(l.counts) {
		l.counts = append(l.counts, newList(l.keys))
	}
	return &l.counts[uses]
}
