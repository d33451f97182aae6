package eviction

import "slices"

// modelS3FIFO is S3-FIFO as its authors' simulator has it.
type modelS3FIFO struct {
	weights
	small, main, ghosts line
	uses                map[int32]int
	full                bool
}

func (m *modelS3FIFO) request(key int32) bool {
	if m.small.has(key) || m.main.has(key) {
		m.uses[key]++
		return true
	}
	back := m.ghosts.take(key)
	smallSize := max(m.capacity/10, 1)
	for m.of(m.small, m.main)+m.size(key) > m.capacity {
		m.full = true
		if m.of(m.main) > m.capacity-smallSize || len(m.small) == 0 {
			m.evictMain()
		} else {
			m.evictSmall()
		}
	}
	if back || !m.full && m.of(m.small) >= smallSize {
		m.main.add(key)
	} else {
		m.small.add(key)
	}
	m.uses[key] = 0
	return false
}

func (m *modelS3FIFO) evictMain() {
	for {
		key := m.main.oldest()
		m.main.take(key)
		if m.uses[key] == 0 {
			return
		}
		m.uses[key] = min(m.uses[key], 3) - 1
		m.main.add(key)
	}
}

func (m *modelS3FIFO) evictSmall() {
	for len(m.small) > 0 {
		key := m.small.oldest()
		m.small.take(key)
		if m.uses[key] < 2 {
			m.ghosts.add(key)
			for m.of(m.ghosts) > m.capacity-m.capacity/10 {
				m.ghosts.take(m.ghosts.oldest())
			}
			return
		}
		m.uses[key] = 0
		m.main.add(key)
	}
}

func (m *modelS3FIFO) remove(key int32) {
	m.small.take(key)
	m.main.take(key)
}

func (m *modelS3FIFO) held() []int32 { return slices.Concat(m.small, m.main) }

// modelARC is figure 4 of the paper. Its p is counted in parts of 65536.
type modelARC struct {
	weights
	t1, t2, b1, b2 line
	p              int64
}

func (m *modelARC) request(key int32) bool {
	const one = 65536
	c, size := m.capacity, m.size(key)
	switch {
	case m.t1.take(key) || m.t2.take(key): // case I
		m.t2.add(key)
		return true
	case m.b1.has(key): // case II
		delta := int64(one)
		if m.of(m.b1) < m.of(m.b2) {
			delta = m.of(m.b2) * one / m.of(m.b1)
		}
		m.p = min(m.p+delta*size, c*one)
		m.replace(key)
		m.b1.take(key)
		m.t2.add(key)
	case m.b2.has(key): // case III
		delta := int64(one)
		if m.of(m.b2) < m.of(m.b1) {
			delta = m.of(m.b1) * one / m.of(m.b2)
		}
		m.p = max(m.p-delta*size, 0)
		m.replace(key)
		m.b2.take(key)
		m.t2.add(key)
	default: // case IV
		m.makeRoom(key)
		m.t1.add(key)
	}
	return false
}

// makeRoom is case IV of the paper, for keys of any size.
func (m *modelARC) makeRoom(key int32) {
	c, size := m.capacity, m.size(key)
	m.replace(key)
	for m.of(m.t1, m.b1)+size > c && len(m.b1) > 0 {
		m.b1.take(m.b1.oldest())
	}
	for m.of(m.t1, m.t2, m.b1, m.b2)+size > 2*c && len(m.b2) > 0 {
		m.b2.take(m.b2.oldest())
	}
}

// replace makes room for a key that is still where it was.
func (m *modelARC) replace(key int32) {
	for m.of(m.t1, m.t2)+m.size(key) > m.capacity {
		t1 := m.of(m.t1) * 65536
		if len(m.t1) > 0 && (t1 > m.p || m.b2.has(key) && t1 == m.p || len(m.t2) == 0) {
			victim := m.t1.oldest()
			m.t1.take(victim)
			m.b1.add(victim)
		} else {
			victim := m.t2.oldest()
			m.t2.take(victim)
			m.b2.add(victim)
		}
	}
}

func (m *modelARC) remove(key int32) {
	m.t1.take(key)
	m.t2.take(key)
}

func (m *modelARC) held() []int32 { return slices.Concat(m.t1, m.t2) }

// modelTwoQ is the full version of 2Q in the paper.
type modelTwoQ struct {
	weights
	a1in, a1out, am line
}

func (m *modelTwoQ) request(key int32) bool {
	switch {
	case m.am.take(key):
		m.am.add(key)
		return true
	case m.a1in.has(key):
		return true
	case m.a1out.has(key):
		m.reclaim(key)
		m.a1out.take(key)
		m.am.add(key)
	default:
		m.reclaim(key)
		m.a1in.add(key)
	}
	return false
}

func (m *modelTwoQ) reclaim(key int32) {
	kin, kout := max(m.capacity/4, 1), max(m.capacity/2, 1)
	for m.of(m.a1in, m.am)+m.size(key) > m.capacity {
		if m.of(m.a1in) <= kin && len(m.am) > 0 {
			m.am.take(m.am.oldest())
			continue
		}
		y := m.a1in.oldest()
		m.a1in.take(y)
		m.a1out.add(y)
		for m.of(m.a1out) > kout {
			m.a1out.take(m.a1out.oldest())
		}
	}
}

func (m *modelTwoQ) remove(key int32) {
	m.a1in.take(key)
	m.am.take(key)
}

func (m *modelTwoQ) held() []int32 { return slices.Concat(m.a1in, m.am) }

// modelLIRS has the stack and the queue of the paper's section 3.
type modelLIRS struct {
	weights
	s, q line // the top of the stack and the end of the queue are last
	lir  map[int32]bool
}

func (m *modelLIRS) limit() int64 { return m.capacity - max(m.capacity/100, 1) }

func (m *modelLIRS) lirs() (all line) {
	for _, key := range m.s {
		if m.lir[key] {
			all.add(key)
		}
	}
	return all
}

func (m *modelLIRS) request(key int32) bool {
	hit := m.lir[key] || m.q.has(key)
	if !hit {
		m.makeRoom(key)
	}
	inStack := m.s.take(key)
	m.s.add(key)
	switch {
	case m.lir[key]:
	case inStack || !hit && m.of(m.lirs())+m.size(key) <= m.limit():
		m.q.take(key)
		m.lir[key] = true
		for m.of(m.lirs()) > m.limit() {
			bottom := m.lirs()[0]
			m.lir[bottom] = false
			m.s.take(bottom)
			m.q.add(bottom)
		}
	default:
		m.q.take(key)
		m.q.add(key)
	}
	m.prune()
	return hit
}

func (m *modelLIRS) makeRoom(key int32) {
	for m.of(m.lirs(), m.q)+m.size(key) > m.capacity {
		if len(m.q) > 0 {
			m.q.take(m.q.oldest())
			continue
		}
		bottom := m.lirs()[0]
		m.lir[bottom] = false
		m.s.take(bottom)
		m.prune()
	}
}

func (m *modelLIRS) prune() {
	for len(m.s) > 0 && !m.lir[m.s[0]] {
		m.s.take(m.s[0])
	}
}

func (m *modelLIRS) remove(key int32) {
	if m.lir[key] || m.q.take(key) {
		m.s.take(key)
	}
	m.lir[key] = false
	m.prune()
}

func (m *modelLIRS) held() []int32 { return slices.Concat(m.lirs(), m.q) }

// modelTinyLFU is W-TinyLFU with a count for each key.
type modelTinyLFU struct {
	weights
	window, probation, protected line
	count                        map[int32]int
	sample                       int
	sized                        bool // keys have had other sizes than 1
}

func (m *modelTinyLFU) use(key int32) {
	m.count[key] = min(m.count[key]+1, 15)
	m.sample++
	of := int(m.capacity)
	if m.sized {
		of = len(m.held())
	}
	if m.sample >= 10*of {
		for k := range m.count {
			m.count[k] /= 2
		}
		m.sample /= 2
	}
}

func (m *modelTinyLFU) request(key int32) bool {
	m.use(key)
	main := m.capacity * 99 / 100
	switch {
	case m.window.take(key):
		m.window.add(key)
		return true
	case m.probation.take(key), m.protected.take(key):
		m.protected.add(key)
		for m.of(m.protected) > main*4/5 {
			m.demote(&m.protected)
		}
		return true
	}
	m.makeRoom(key)
	m.window.add(key)
	m.sized = m.sized || m.size(key) != 1
	for m.of(m.window) > m.capacity-main {
		m.demote(&m.window)
	}
	return false
}

func (m *modelTinyLFU) demote(from *line) {
	key := from.oldest()
	from.take(key)
	m.probation.add(key)
}

func (m *modelTinyLFU) makeRoom(key int32) {
	for m.of(m.held())+m.size(key) > m.capacity {
		victims := slices.Concat(m.probation, m.protected)
		leaves := len(m.window) > 0 && (len(victims) == 0 || m.of(m.window)+m.size(key) > m.capacity-m.capacity*99/100)
		switch {
		case !leaves:
			m.remove(victims[0])
		case len(victims) == 0 || m.count[m.window[0]] <= m.count[victims[0]]:
			m.window.take(m.window[0])
		default:
			m.remove(victims[0])
			m.demote(&m.window)
		}
	}
}

func (m *modelTinyLFU) remove(key int32) {
	_ = m.window.take(key) || m.probation.take(key) || m.protected.take(key)
}

func (m *modelTinyLFU) held() []int32 { return slices.Concat(m.window, m.probation, m.protected) }
