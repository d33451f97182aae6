package scenario

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/eviction"
	"cacheplay/wasm/jsontree"
)

// MaxCapacity is how many entries a cache can hold at most.
const MaxCapacity = MaxWorkloadKeys

// cache declares the settings of the cache.
func (f *fields) cache(c *Cache, records []Record) {
	c.Latency = f.latency("latency", setting{"Cache latency", (*Variant).waitsForCache}, "How long the cache takes to answer a call.")
	f.life(c)
	f.fill(c)
	f.capacity(c)
	f.primer(c, records)
	c.Rules.SurvivesCrash = f.flag("survivesCrash", false, setting{"Survives a crash", (*Variant).canLoseCache},
		"Whether the cache runs in a process of its own, and keeps its copies when the Resource Manager crashes.")
}

// life declares the settings of how long copies live, and when they are loaded
// again.
func (f *fields) life(c *Cache) {
	c.Rules.TTL = f.duration("ttl", 0, setting{"Time to live", (*Variant).expires}, `How long the cache keeps a copy before it expires (time to live). "0s" means for ever.`)
	c.RecordedTTL = f.flag("recordedTtl", c.Rules.TTL == 0, noSetting, `Under a recorded workload that says how long what it stores may live: whether each copy lives as long as the operations of its key have said last, and as "cache.ttl" says only where they say nothing. Without it: if "cache.ttl" is "0s".`)
	c.Rules.TTLMode = engine.TTLMode(f.choice("ttlMode", 0, []string{"write", "access"}, setting{"Time to live starts anew", (*Variant).readsExpiring},
		"What starts a copy's time to live anew: only storing it again, or each access, so that what is read often stays."))
	c.Rules.TTLFrom = engine.TTLFrom(f.choice("ttlFrom", 0, []string{"fill", "read"}, setting{"Age counts from", (*Variant).loadsExpiring},
		"For a copy that a read has brought from the source: whether its time to live counts from when it was stored, or from when the source was read."))
	c.TTLJitter = f.duration("ttlJitter", 0, setting{"Spread of the time to live", (*Variant).storesExpiring}, "Each copy lives longer than its time to live by a random time of at most this, so that not all expire at once.")
	c.Rules.NegativeTTL = f.duration("negativeTtl", 0, setting{"Time to live of an absence", (*Variant).canStoreAbsence},
		`How long the cache remembers that the source has nothing under a key, so that it is not asked again. "0s": not at all.`)
	c.Rules.RefreshAhead = f.decimal("refreshAheadFactor", 500, 0, 1, setting{"Refresh after", (*Variant).refreshesAhead},
		`With the strategy "refresh-ahead": the part of its time to live after which a copy that is read is also loaded anew in the background. The default is that of Coherence's examples.`)
	c.Rules.StaleFor = f.duration("staleWhileRevalidate", 0, setting{"Answer old copies for", (*Variant).revalidates},
		`With the strategy "stale-while-revalidate": how long after its end a copy can still be answered, while it is loaded anew. "0s" means as long as it lives.`)
	c.Rules.XFetch = f.decimal("xfetchBeta", 0, 0, 10, setting{"Early expiry", (*Variant).canExpireEarly},
		"Lets a read take a copy for expired a little before its end, at random, and the sooner the longer it takes to load, so that not all find it expired at once (probabilistic early expiration). 1 is usual, 0 is off.")
}

// fill declares the settings of how reads fill the cache.
func (f *fields) fill(c *Cache) {
	c.Rules.Fill = engine.Fill(f.choice("fill", 0, []string{"set", "add", "lease", "version", "lock"}, setting{"Fill after a miss", (*Variant).canFillOtherwise},
		"What a read does with the value it had to get from the source: store it in any case; add it only if the cache still has nothing under that key; store it only with a lease that no write has voided meanwhile; "+
			"only if its version is not older than what the key had last; or hold a lock on the key from the miss to the fill, as writes do."))
	c.Rules.Bypass = f.choice("leaseLosers", 0, []string{"wait", "bypass"}, setting{"Whoever finds the lease taken", (*Variant).canLoseLease},
		`With "fill": "lease": whether a read that finds the lease taken waits for the one that has it, or reads the source itself and stores nothing.`) == 1
	c.Rules.Tombstones = f.flag("tombstones", true, setting{"Tombstones", (*Variant).canForgetVersions},
		`With "fill": "version": whether the cache remembers the version of what was deleted, so that an older value cannot come back.`)
	c.Rules.SingleFlight = f.flag("singleFlight", false, setting{"Single flight", (*Variant).canShareLoads},
		"Whether reads that miss the same key at the same time share one load: the others wait for it and get its outcome, be it the value, that there is none, or the error.")
}

// capacity declares how much the cache holds, and what is evicted.
func (f *fields) capacity(c *Cache) {
	c.Rules.Capacity = f.limit("capacity", 1, MaxCapacity, setting{"Capacity", (*Variant).canBeFull}, "How many entries the cache holds at most. When there is one too many, another one is evicted.")
	c.Eviction = eviction.Names()[f.choice("eviction", 0, eviction.Names(), setting{"Eviction", (*Variant).evicts},
		"Which entry goes when the cache is full: the least recently used, the first that came, the least frequently used, the first that was not used since a hand last passed it (SIEVE), any, "+
			"the first that was not used since it last stood in front (CLOCK), or what S3-FIFO, ARC, 2Q, LIRS or W-TinyLFU choose, which tell what is used again from what passes through once.")]
}

// primer declares what the cache holds at the start.
func (f *fields) primer(c *Cache, records []Record) {
	const allowed = "a key of source.records"
	of := keyLength.field("")
	of.Allowed = allowed
	f.list("primer", 0, MaxRecords, of, "Keys of the source's records that the cache holds from the start: a warm cache.",
		func(path string, v *jsontree.Value) jsontree.Value {
			switch {
			case v.Kind != jsontree.String:
				f.reader.invalid(path, v, allowed)
			case !slices.ContainsFunc(records, func(r Record) bool { return r.Key == v.String }):
				f.reader.fail(path, CodeReference, show(v)+" is not "+allowed)
			case slices.Contains(c.Primer, v.String):
				f.reader.fail(path, CodeDuplicate, show(v)+" stands twice in the list")
			default:
				c.Primer = append(c.Primer, v.String)
			}
			return jsontree.FromString(v.String)
		})
}

// checkFill reports a setting of fill that a write strategy excludes.
func (f *fields) checkFill(variant *Variant) {
	if variant.Cache.Rules.Fill != engine.FillVersion || variant.hasWriterVersions() {
		return
	}
	s := variant.setsBeforeSaving()
	if s == nil {
		return
	}
	name := "a list of steps"
	if s.ID != "" {
		name = quote(s.ID)
	}
	f.reader.fail(jsontree.Join(f.at("cache"), "fill"), CodeConflict, name+` puts a value into the cache before the source has given it a version: "version" needs a strategy that saves first, such as "write-through-source-first" or "write-invalidate", or "source.fenced", with which writers give versions`)
}
