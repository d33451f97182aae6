package clock

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
	"cacheplay/wasm/scenario"
)

// delays draws how long each wait lasts. Each setting has a random stream of its
// own, so that a change of the cache's latency does not change the source's delays.
type delays struct {
	network, cache, read, write, ttl, feed, early, errors, pauses random.Stream

	variant *scenario.Variant
	world   *engine.World
	actors  *actors
	clock   *engine.Clock             // the world's, with what was drawn for the next step that needs it
	fixed   [engine.Downtime + 1]bool // by Wait: whether it lasts equally long each time, on the same way
}

func newDelays(variant *scenario.Variant, w *engine.World, a *actors) *delays {
	d := &delays{
		variant: variant,
		world:   w,
		actors:  a,
		clock:   &w.Clock,
		network: random.NewStream(variant.Seed, "network.latency"),
		cache:   random.NewStream(variant.Seed, "cache.latency"),
		read:    random.NewStream(variant.Seed, "source.readLatency"),
		write:   random.NewStream(variant.Seed, "source.writeLatency"),
		ttl:     random.NewStream(variant.Seed, "cache.ttlJitter"),
		feed:    random.NewStream(variant.Seed, "source.feedLatency"),
		early:   random.NewStream(variant.Seed, "cache.xfetchBeta"),
		errors:  random.NewStream(variant.Seed, "source.errorRate"),
		pauses:  random.NewStream(variant.Seed, "accessor.backoff"),
	}
	d.fixed[engine.Network] = variant.Network.IsConstant()
	d.fixed[engine.CacheService] = variant.Cache.Latency.IsConstant()
	if len(variant.Source.LatencyByLoad) == 0 {
		d.fixed[engine.SourceReading] = variant.Source.ReadLatency.IsConstant()
		d.fixed[engine.SourceWriting] = variant.Source.WriteLatency.IsConstant()
	}
	d.drawJitter()
	d.drawFeed()
	d.drawEarly()
	return d
}

// drawJitter draws the jitter of the next entry that is stored.
func (d *delays) drawJitter() {
	if d.variant.Cache.TTLJitter > 0 {
		d.clock.Jitter = random.Uniform(0, d.variant.Cache.TTLJitter).Sample(&d.ttl)
	}
}

// drawFeed draws how long after the next change the change feed tells of it.
func (d *delays) drawFeed() { d.clock.FeedIn = d.variant.Source.FeedLatency.Sample(&d.feed) }

// drawEarly draws how early the next cache.get finds that an entry expires soon.
func (d *delays) drawEarly() {
	if d.variant.Cache.Rules.XFetch > 0 {
		d.clock.Early = random.Exponential(1000).Sample(&d.early)
	}
}

// send draws the latency of a call or a request, notes it, and returns how long that
// is on its way.
func (d *delays) send(latency *int64) int64 {
	*latency = d.variant.Network.Sample(&d.network)
	return *latency / 2
}

// back returns how long the answer to what was sent with a latency is on its way.
func back(latency int64) int64 { return latency - latency/2 }

// fails draws whether a call that the source has served fails.
func (d *delays) fails() bool {
	rate := d.variant.Source.ErrorRate
	return rate > 0 && int64(d.errors.Below(1000)) < rate
}

// passed returns how long the waits last that passed in a step, with Model.Ahead: then
// neither network nor cache draws anything.
func (d *delays) passed(op int32, p engine.Passed) int64 {
	latency := d.variant.Network.Sample(&d.network)
	d.actors.ops[op] = actor{latency, latency}
	return int64(p.There)*(latency/2) + int64(p.Back)*back(latency) + int64(p.Served)*d.variant.Cache.Latency.Sample(&d.cache)
}

// wait returns how long the wait of an effect lasts.
func (d *delays) wait(e *engine.Effect, now, downtime int64) int64 {
	switch e.Wait {
	case engine.Network:
		switch e.Phase {
		case engine.Asking:
			return d.send(&d.actors.ops[e.Op].request)
		case engine.Calling:
			return d.send(&d.actors.of(e.Next.Kind, e.Next.Actor).call)
		}
		return back(d.actors.of(e.Next.Kind, e.Next.Actor).call)
	case engine.CacheService:
		return d.variant.Cache.Latency.Sample(&d.cache)
	case engine.SourceReading:
		return d.underLoad(d.variant.Source.ReadLatency.Sample(&d.read))
	case engine.SourceWriting:
		return d.underLoad(d.variant.Source.WriteLatency.Sample(&d.write))
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

// underLoad returns how long the source takes for a call that it begins to serve, of
// which a latency was drawn.
func (d *delays) underLoad(latency int64) int64 {
	if len(d.variant.Source.LatencyByLoad) == 0 {
		return latency
	}
	return times(latency, d.variant.Source.TimesAt(d.world.Busy))
}

// times multiplies a delay with a number in thousandths, up to random.Max.
func times(delay, by int64) int64 {
	if by > 0 && delay/1000 >= random.Max/by {
		return random.Max
	}
	return delay/1000*by + delay%1000*by/1000
}

// backoff draws the pause after the given number of failed attempts: the initial
// pause, multiplied after each further failure, up to the longest, with jitter.
func (d *delays) backoff(failed int) int64 {
	b := d.variant.Accessor.Backoff
	most := b.Max
	if most == 0 {
		most = scenario.MaxDuration
	}
	pause := min(b.Initial, most)
	for range failed - 1 {
		pause = min(pause*b.Multiplier/1000, most) // at most ten days: no overflow
	}
	if b.Jitter > 0 {
		spread := pause / 1000 * b.Jitter
		pause = random.Uniform(pause-spread, pause+spread).Sample(&d.pauses)
	}
	return pause
}
