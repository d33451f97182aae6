package eviction

// lfu evicts what has been used least often since it came, and of several such
// keys the one that has had that count the longest: least frequently used. It
// forgets the count of a key that leaves (in-cache LFU), and counts ever on, without
// aging.
//
// Keys of one count stand in a queue of their own; a hit moves a key to the next
// count's. Source: Shah, Mitra and Matani, "An O(1) algorithm for implementing
// the LFU cache eviction scheme" (2010).
type lfu struct {
	shelf       // a queue for each count, the first for keys that were never hit
	least uint8 // no queue before this one has keys
}

// maxUses is the highest count that lfu tells apart.
const maxUses = 254

func newLFU(keys int) *lfu { return &lfu{newShelf(keys, maxUses+1), only} }

func (l *lfu) Come(int32, uint32) {}

func (l *lfu) Add(key int32, size uint32) {
	l.least = only
	l.put(only, key, size)
}

func (l *lfu) Hit(key int32) { l.move(min(l.links[key].in, maxUses)+1, key) }

func (l *lfu) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		l.Hit(key)
	}
	return len(keys)
}

func (l *lfu) Remove(key int32, _ bool) { l.remove(key) }

func (l *lfu) Victim() (key int32, ok bool) {
	for l.queues[l.least].last == none && l.least <= maxUses {
		l.least++
	}
	return l.oldest(l.least)
}
