package load

// Prices are what the user pays.
type Prices struct {
	CacheGBHour  float64 // for 10^9 bytes of cache, an hour
	MillionCalls float64 // for a million calls at the source
}

// Cost is what a system costs an hour.
type Cost struct{ Cache, Calls float64 }

// Total returns the sum.
func (c Cost) Total() float64 { return c.Cache + c.Calls }

// Hourly returns the cost of a cache of a size in bytes, and of a number of calls a
// second.
func (p Prices) Hourly(bytes, callsPerSecond float64) Cost {
	return Cost{Cache: bytes / 1e9 * p.CacheGBHour, Calls: callsPerSecond * 3600 / 1e6 * p.MillionCalls}
}
