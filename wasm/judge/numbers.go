package judge

import "math/bits"

// numbers maps numbers from 1 on to numbers from 1 on: a hash table with linear
// probing.
type numbers struct {
	slots []pair // a power of 2 of them, at most three quarters taken
	count int
}

type pair struct{ key, value uint32 }

// home returns the place at which the search for a key begins.
func (n *numbers) home(key uint32) uint32 {
	return key * 0x9E3779B1 >> (32 - bits.TrailingZeros32(uint32(len(n.slots))))
}

// find returns the place of a key, or the free one in which it belongs.
func (n *numbers) find(key uint32) uint32 {
	mask := uint32(len(n.slots) - 1)
	i := n.home(key)
	for n.slots[i].key != key && n.slots[i].key != 0 {
		i = (i + 1) & mask
	}
	return i
}

// get returns the value of a key, 0 if it has none.
func (n *numbers) get(key uint32) uint32 {
	if n.count == 0 {
		return 0
	}
	return n.slots[n.find(key)].value
}

// put gives a value to a key that has none.
func (n *numbers) put(key, value uint32) {
	if 4*n.count >= 3*len(n.slots) {
		old := n.slots
		n.slots = make([]pair, max(2*len(old), 16))
		for _, p := range old {
			if p.key != 0 {
				n.slots[n.find(p.key)] = p
			}
		}
	}
	n.slots[n.find(key)] = pair{key, value}
	n.count++
}

// take removes a key and returns the value that it had, 0 if it had none.
func (n *numbers) take(key uint32) uint32 {
	if n.count == 0 {
		return 0
	}
	mask := uint32(len(n.slots) - 1)
	gap := n.find(key)
	value := n.slots[gap].value
	if value == 0 {
		return 0
	}
	// What comes after the gap moves into it, unless that is before its home.
	for i := (gap + 1) & mask; n.slots[i].key != 0; i = (i + 1) & mask {
		if home := n.home(n.slots[i].key); (i-home)&mask >= (i-gap)&mask {
			n.slots[gap], gap = n.slots[i], i
		}
	}
	n.slots[gap] = pair{}
	n.count--
	return value
}

// clear removes all keys.
func (n *numbers) clear() {
	clear(n.slots)
	n.count = 0
}
