package clock

import "cacheplay/wasm/engine"

// expiry is when the expiry of a key's entry is due on the agenda, 0 if it is not there.
// It is there once, however often the entry is stored or renewed before then: what the
// agenda holds does not grow with the number of hits.
type expiry struct {
	due  int64
	rank uint64 // of when it was stored or renewed
}

// expectExpiry schedules the expiry of an entry that is stored or renewed, if it has one
// and none is scheduled that comes before it.
func (c *Clock) expectExpiry(key int32, entry *engine.Entry) {
	if entry.Expires == 0 {
		return
	}
	if c.expiries == nil {
		c.expiries = make([]expiry, len(c.w.Keys))
	}
	x := &c.expiries[key]
	x.rank = c.agenda.rank(engine.Expiry)
	if at := max(entry.Expires+c.m.Cache.StaleFor, c.w.Clock.Now); x.due == 0 || at < x.due {
		c.addExpiry(key, at)
	}
}

// addExpiry puts the expiry of a key's entry on the agenda.
func (c *Clock) addExpiry(key int32, at int64) {
	x := &c.expiries[key]
	x.due = at
	c.agenda.passive.add(item{at: at, rank: x.rank, who: who{actor: key}})
}

// expire lets the entry of a key expire now. If it has been renewed, its expiry is
// scheduled again; if a shorter life came in between, so did its expiry.
func (c *Clock) expire(key int32) {
	x, now := &c.expiries[key], c.w.Clock.Now
	if x.due != now {
		return
	}
	x.due = 0
	switch entry := &c.w.Keys[key].Entry; {
	case !entry.Present || entry.Expires == 0:
	case entry.Expires+c.m.Cache.StaleFor > now:
		c.addExpiry(key, entry.Expires+c.m.Cache.StaleFor)
	default:
		c.proceed(engine.Choice{Kind: engine.Expiry, Actor: key})
	}
}
