package eviction

// fifo evicts what came first, however often it is used: first in, first out.
type fifo struct{ list }

func newFIFO(keys int) *fifo { return &fifo{newList(keys)} }

func (f *fifo) Add(key int32)    { f.push(key) }
func (f *fifo) Hit(int32)        {}
func (f *fifo) Remove(key int32) { f.remove(key) }

func (f *fifo) Victim(may func(int32) bool) (int32, bool) { return f.oldest(may) }
