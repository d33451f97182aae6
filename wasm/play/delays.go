package play

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
	"cacheplay/wasm/scenario"
)

// delays draws what each wait lasts, from a stream of its own for each concern,
// so that another cache latency does not change what the source does.
type delays struct {
	run                                                           *scenario.Run
	network, cache, read, write, ttl, feed, early, errors, pauses random.Stream
	// trips holds the latency of the call that is under way, by actor: half of
	// it is spent on the way there, the rest on the way back.
	trips map[engine.Choice]int64
	// requests holds the same of each operation's request to the Resource
	// Manager, whose answer may leave while other calls are under way.
	requests map[int32]int64
	jitter   int64 // of the next entry that is stored
	feedIn   int64 // when the next change comes out of the feed
	late     int64 // how much longer a call is on its way that has just left
}

func newDelays(run *scenario.Run) *delays {
	d := &delays{
		run:      run,
		network:  random.NewStream(run.Seed, "network.latency"),
		cache:    random.NewStream(run.Seed, "cache.latency"),
		read:     random.NewStream(run.Seed, "source.readLatency"),
		write:    random.NewStream(run.Seed, "source.writeLatency"),
		ttl:      random.NewStream(run.Seed, "cache.ttlJitter"),
		feed:     random.NewStream(run.Seed, "source.feedLatency"),
		early:    random.NewStream(run.Seed, "cache.xfetchBeta"),
		errors:   random.NewStream(run.Seed, "source.errorRate"),
		pauses:   random.NewStream(run.Seed, "accessor.backoff"),
		trips:    map[engine.Choice]int64{},
		requests: map[int32]int64{},
	}
	d.drawJitter()
	d.feedIn = run.Source.FeedLatency.Sample(&d.feed)
	return d
}

// drawJitter draws for the next entry; the one drawn before has been used.
func (d *delays) drawJitter() {
	if d.run.Cache.TTLJitter > 0 {
		d.jitter = random.Uniform(0, d.run.Cache.TTLJitter).Sample(&d.ttl)
	}
}

// there draws a call's latency and returns the way there; back returns the
// rest of it.
func (d *delays) there(caller engine.Choice) int64 {
	d.trips[caller] = d.run.Network.Sample(&d.network)
	return d.trips[caller] / 2
}

func (d *delays) back(caller engine.Choice) int64 {
	return d.trips[caller] - d.trips[caller]/2
}

// request and answer are there and back of a client's request.
func (d *delays) request(op int32) int64 {
	d.requests[op] = d.run.Network.Sample(&d.network)
	return d.requests[op] / 2
}

func (d *delays) answer(op int32) int64 {
	return d.requests[op] - d.requests[op]/2
}

// draw sets what the next step may need of chance: how much longer an entry
// lives that it stores, and when a change that it makes comes out of the feed.
// What it does not need stays for the step after it.
func (d *delays) draw(clock *engine.Clock) {
	clock.Jitter, clock.FeedIn = d.jitter, d.feedIn
	if d.run.Cache.Rules.XFetch > 0 {
		clock.Early = random.Exponential(1000).Sample(&d.early)
	}
}

// used draws anew what a step has used up.
func (d *delays) used(e *engine.Effect) {
	for i := range e.Changes {
		switch c := &e.Changes[i]; {
		case c.Kind == engine.EntryChanged && c.EntryAfter.Expires > 0:
			d.drawJitter()
		case c.Kind == engine.RecordChanged:
			d.feedIn = d.run.Source.FeedLatency.Sample(&d.feed)
		}
	}
}

// errs draws whether a call that the source has served has failed.
func (d *delays) errs() bool {
	rate := d.run.Source.ErrorRate
	return rate > 0 && int64(d.errors.Below(1000)) < rate
}

// of returns how long the wait of an effect lasts.
func (d *delays) of(e *engine.Effect, now, downtime int64) int64 {
	switch e.Wait {
	case engine.Network:
		switch {
		case e.Phase == engine.Asking:
			return d.request(e.Op)
		case e.Phase == engine.Calling:
			return d.there(e.Next)
		}
		return d.back(e.Next)
	case engine.CacheService:
		return d.run.Cache.Latency.Sample(&d.cache)
	case engine.SourceReading:
		return d.run.Source.ReadLatency.Sample(&d.read)
	case engine.SourceWriting:
		return d.run.Source.WriteLatency.Sample(&d.write)
	case engine.Backoff:
		return d.backoff(int(e.Attempt))
	case engine.Pause:
		return e.Pause
	case engine.Until:
		return e.Until - now
	case engine.Downtime:
		return downtime
	}
	return 0
}

// backoff draws the pause after so many failed attempts: the first, then each
// time longer, up to the longest, and scattered.
func (d *delays) backoff(failed int) int64 {
	b := d.run.Accessor.Backoff
	most := b.Max
	if most == 0 {
		most = scenario.MaxDuration
	}
	pause := min(b.Initial, most)
	for range failed - 1 {
		pause = min(pause*b.Multiplier/1000, most) // a day times ten is far from the end of int64
	}
	if b.Jitter > 0 {
		spread := pause / 1000 * b.Jitter
		pause = random.Uniform(pause-spread, pause+spread).Sample(&d.pauses)
	}
	return pause
}
