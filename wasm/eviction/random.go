package eviction

import (
	"slices"

	"cacheplay/wasm/random"
)

// lottery evicts any key, each as likely as the others.
type lottery struct {
	keys   []int32
	stream random.Stream
}

func newRandom(stream random.Stream) *lottery { return &lottery{stream: stream} }

func (l *lottery) Add(key int32) { l.keys = append(l.keys, key) }
func (l *lottery) Hit(int32)     {}

func (l *lottery) Remove(key int32) {
	if i := slices.Index(l.keys, key); i >= 0 {
		last := len(l.keys) - 1
		l.keys[i] = l.keys[last]
		l.keys = l.keys[:last]
	}
}

// Victim draws among the keys that may go.
func (l *lottery) Victim(may func(int32) bool) (int32, bool) {
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
