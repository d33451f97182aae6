package eviction

// fifo evicts what came first, however often it is used: first in, first out.
type fifo struct{ shelf }

func newFIFO(keys int) *fifo { return &fifo{newShelf(keys, 1)} }

func (f *fifo) Come(int32, uint32)           {}
func (f *fifo) Add(key int32, size uint32)   { f.put(only, key, size) }
func (f *fifo) Hit(int32)                    {}
func (f *fifo) Remove(key int32, _ bool)     { f.remove(key) }
func (f *fifo) Victim() (key int32, ok bool) { return f.oldest(only) }

func (f *fifo) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
	}
	return len(keys)
}
