package eviction

import "slices"

// A model is a cache with a policy, written from the policy's paper with plain lists
// that are searched and cut, as slow as it may be. It shares nothing with the policies.
type model interface {
	// request serves a key and tells whether it was in the cache.
	request(key int32) (hit bool)
	// remove takes a key out that has become invalid.
	remove(key int32)
	// held returns the keys in the cache, in any order.
	held() []int32
}

// line is a list of keys, the oldest first.
type line []int32

func (l line) has(key int32) bool { return slices.Contains(l, key) }
func (l *line) add(key int32)     { *l = append(*l, key) }
func (l *line) oldest() int32     { return (*l)[0] }

func (l *line) take(key int32) bool {
	i := slices.Index(*l, key)
	if i >= 0 {
		*l = slices.Delete(*l, i, i+1)
	}
	return i >= 0
}

// weights are the sizes of keys and the capacity of a cache of them.
type weights struct {
	capacity int64
	size     func(key int32) int64
}

func (w weights) of(lines ...line) (sum int64) {
	for _, l := range lines {
		for _, key := range l {
			sum += w.size(key)
		}
	}
	return sum
}

// modelOf returns the model of a policy.
func modelOf(name string, w weights) model {
	switch name {
	case "fifo", "lru":
		return &modelQueue{weights: w, renew: name == "lru"}
	case "lfu":
		return &modelLFU{weights: w, uses: map[int32]int{}, since: map[int32]int{}}
	case "clock":
		return &modelClock{weights: w, used: map[int32]bool{}}
	case "sieve":
		return &modelSIEVE{weights: w, used: map[int32]bool{}}
	case "s3-fifo":
		return &modelS3FIFO{weights: w, uses: map[int32]int{}}
	case "arc":
		return &modelARC{weights: w}
	case "2q":
		return &modelTwoQ{weights: w}
	case "lirs":
		return &modelLIRS{weights: w, lir: map[int32]bool{}}
	case "w-tinylfu":
		return &modelTinyLFU{weights: w, count: map[int32]int{}}
	}
	return nil
}

type modelQueue struct {
	weights
	renew bool
	line  line
}

func (m *modelQueue) request(key int32) bool {
	hit := m.line.has(key)
	if hit && !m.renew {
		return true
	}
	m.line.take(key)
	for m.of(m.line)+m.size(key) > m.capacity {
		m.line.take(m.line.oldest())
	}
	m.line.add(key)
	return hit
}

func (m *modelQueue) remove(key int32) { m.line.take(key) }
func (m *modelQueue) held() []int32    { return m.line }

type modelLFU struct {
	weights
	now         int
	line        line
	uses, since map[int32]int
}

func (m *modelLFU) request(key int32) bool {
	m.now++
	if m.line.has(key) {
		m.uses[key], m.since[key] = min(m.uses[key]+1, maxUses), m.now
		return true
	}
	for m.of(m.line)+m.size(key) > m.capacity {
		victim := m.line[0]
		for _, k := range m.line {
			if m.uses[k] < m.uses[victim] || m.uses[k] == m.uses[victim] && m.since[k] < m.since[victim] {
				victim = k
			}
		}
		m.line.take(victim)
	}
	m.line.add(key)
	m.uses[key], m.since[key] = 0, m.now
	return false
}

func (m *modelLFU) remove(key int32) { m.line.take(key) }
func (m *modelLFU) held() []int32    { return m.line }

// modelClock has the pages in a circle and a hand that points at one of them. A new
// page stands where the hand is, and the hand goes on.
type modelClock struct {
	weights
	circle line
	hand   int
	used   map[int32]bool
}

func (m *modelClock) request(key int32) bool {
	if m.circle.has(key) {
		m.used[key] = true
		return true
	}
	for m.of(m.circle)+m.size(key) > m.capacity {
		m.hand %= len(m.circle)
		if page := m.circle[m.hand]; m.used[page] {
			m.used[page] = false
			m.hand++
		} else {
			m.circle.take(page)
		}
	}
	m.circle = slices.Insert(m.circle, m.hand, key)
	m.hand++
	m.used[key] = false
	return false
}

func (m *modelClock) remove(key int32) {
	if i := slices.Index(m.circle, key); i >= 0 && i < m.hand {
		m.hand--
	}
	m.circle.take(key)
}

func (m *modelClock) held() []int32 { return m.circle }

// modelSIEVE is the paper's algorithm 1, with an index as its hand.
type modelSIEVE struct {
	weights
	line line
	hand int
	used map[int32]bool
}

func (m *modelSIEVE) request(key int32) bool {
	if m.line.has(key) {
		m.used[key] = true
		return true
	}
	for m.of(m.line)+m.size(key) > m.capacity {
		if m.hand >= len(m.line) {
			m.hand = 0
		}
		for m.used[m.line[m.hand]] {
			m.used[m.line[m.hand]] = false
			m.hand = (m.hand + 1) % len(m.line)
		}
		m.line.take(m.line[m.hand])
		if m.hand == len(m.line) {
			m.hand = 0 // from the head back to the tail
		}
	}
	m.line.add(key)
	m.used[key] = false
	return false
}

func (m *modelSIEVE) remove(key int32) {
	i := slices.Index(m.line, key)
	m.line.take(key)
	switch {
	case i >= 0 && i < m.hand:
		m.hand--
	case m.hand == len(m.line):
		m.hand = 0
	}
}

func (m *modelSIEVE) held() []int32 { return m.line }
