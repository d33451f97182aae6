package eviction

import (
	"slices"

	"cacheplay/wasm/random"
)

// randomPolicy evicts any key, each as likely as the others.
type randomPolicy struct {
	keys   []int32
	stream random.Stream
}

func newRandom(stream random.Stream) *randomPolicy { return &randomPolicy{stream: stream} }

func (l *randomPolicy) Add(key int32) { l.keys = append(l.keys, key) }
func (l *randomPolicy) Hit(int32)     {}

func (l *randomPolicy) Remove(key int32) {
	if i := slices.Index(l.keys, key); i >= 0 {
		last := len(l.keys) - 1
		l.keys[i] = l.keys[last]
		l.keys = l.keys[:last]
	}
}

// Victim draws among the keys that may go.
func (l *randomPolicy) Victim(may func(int32) bool) (int32, bool) {
	free := make([]int32, 0, len(l.keys))
	for _, key := range l.keys {
		if may(key) {
			free = append(free, key)
		}
	}
	if len(free) == 0 {
		return none, false
	}
	return free[l.stream.Below(uint64(len(free)))], true
}
