package eviction

// Room stands between a policy and a driver that stores an entry first and makes
// room for it afterwards, and in which not every entry may be evicted at any time.
//
// The policy takes in the key that was added last only when room has been made for
// it, so that it evicts what it would evict if that were done first. A key that may
// not go is set aside when its turn comes, until it is used or set free: then it is
// to the policy like a key that comes anew.
type Room struct {
	policy  Policy
	sizes   sizes
	last    int32  // the key that was added last, none if the policy has it
	evicted int32  // the key that was evicted last, none if one has come since
	aside   []bool // by key, whether it could not go; as long as it has to be
}

// NewRoom returns the room of an empty cache.
func NewRoom(policy Policy) *Room {
	return &Room{policy: policy, last: none, evicted: none}
}

// Add records that a key has entered the cache.
func (r *Room) Add(key int32, size uint32) {
	r.settle()
	r.sizes.set(key, size)
	r.policy.Come(key, size)
	r.last, r.evicted = key, none
}

// settle lets the policy take in the key that was added last.
func (r *Room) settle() {
	if r.last != none {
		r.policy.Add(r.last, r.sizes.of(r.last))
		r.last = none
	}
}

// Hit records that a key in the cache was read or written.
func (r *Room) Hit(key int32) {
	r.settle()
	r.Free(key)
	r.policy.Hit(key)
}

func (r *Room) isAside(key int32) bool { return int(key) < len(r.aside) && r.aside[key] }

// Free tells that a key may be evicted, if Evict has found that it could not. For
// any other key it changes nothing.
func (r *Room) Free(key int32) {
	if r.isAside(key) {
		r.aside[key] = false
		r.policy.Add(key, r.sizes.of(key))
	}
}

// Remove forgets a key that is no longer in the cache, whatever took it out.
func (r *Room) Remove(key int32) {
	if key == r.evicted {
		return
	}
	r.settle()
	if r.isAside(key) {
		r.aside[key] = false
	}
	r.policy.Remove(key, false)
}

// Evict chooses a key to evict, of those for which may returns true, and forgets it.
// It returns false if there is none. The key that was added last goes only if no
// other can. What was refused is asked about again when it was set free or used.
func (r *Room) Evict(may func(key int32) bool) (key int32, ok bool) {
	for {
		switch key, ok = r.policy.Victim(); {
		case !ok && r.last != none && may(r.last):
			r.evicted, r.last = r.last, none
			return r.evicted, true
		case !ok:
			return none, false
		case may(key):
			r.policy.Remove(key, true)
			r.evicted = key
			return key, true
		}
		r.policy.Remove(key, false)
		for int(key) >= len(r.aside) {
			r.aside = append(r.aside, false)
		}
		r.aside[key] = true
	}
}
