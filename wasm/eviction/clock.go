package eviction

// clock evicts what came first and was not used since, and gives what was used
// another round: a hand goes round the keys, takes the mark of use off those that
// have one and evicts the first that has none. Here the keys stand in a queue, and
// the hand is at its end (second chance). Source: Corbató, "A Paging Experiment with
// the Multics System" (1968), with one bit for each key.
type clock struct {
	shelf
	used []bool
}

func newClock(keys int) *clock { return &clock{newShelf(keys, 1), make([]bool, keys)} }

func (c *clock) Come(int32, uint32) {}

func (c *clock) Add(key int32, size uint32) {
	c.used[key] = false
	c.put(only, key, size)
}

func (c *clock) Hit(key int32) { c.used[key] = true }

func (c *clock) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		c.Hit(key)
	}
	return len(keys)
}

func (c *clock) Remove(key int32, _ bool) { c.remove(key) }

func (c *clock) Victim() (key int32, ok bool) {
	for {
		key, ok = c.oldest(only)
		if !ok || !c.used[key] {
			return key, ok
		}
		c.used[key] = false
		c.move(only, key)
	}
}
