package load

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// queue is a queue in front of servers: arrivals at random at a rate, each served for
// an exponential time by one of some servers, in order (M/M/c). Rates are per second.
type queue struct {
	arrivals, service float64 // service is that of one server
	servers           int
}

// utilisation is the share of servers that are busy.
func (q queue) utilisation() float64 { return q.arrivals / (q.service * float64(q.servers)) }

// delayed is the probability that an arrival has to wait: Erlang's formula C, from his
// formula B. Source: Erlang (1917); the recursion is in Cooper, "Introduction to
// Queueing Theory" (1981).
func (q queue) delayed() float64 {
	offered, b := q.arrivals/q.service, 1.0
	for n := 1; n <= q.servers; n++ {
		b = offered * b / (float64(n) + offered*b)
	}
	return b / (1 - q.utilisation()*(1-b))
}

// wait is the mean time in the queue, in seconds.
func (q queue) wait() float64 {
	return q.delayed() / (q.service*float64(q.servers) - q.arrivals)
}

// waitQuantile is the time in the queue that a share of arrivals does not exceed.
func (q queue) waitQuantile(share float64) float64 {
	if 1-share >= q.delayed() {
		return 0
	}
	return math.Log(q.delayed()/(1-share)) / (q.service*float64(q.servers) - q.arrivals)
}

// sojourn is the mean time in queue and service. For one server it is
// 1/(service-arrivals).
func (q queue) sojourn() float64 { return q.wait() + 1/q.service }

// little is the mean number of what is in a system, where each stays for a mean time.
// Source: Little, "A Proof for the Queuing Formula: L = λW" (1961).
func little(rate, time float64) float64 { return rate * time }

// backlog is what has gathered after a peak of a length, in which more arrives than is
// served.
func backlog(arrivals, service, length float64) float64 {
	return max(arrivals-service, 0) * length
}

// ttlHits is the hit ratio of a key with a time to live that reads do not renew, which
// is read at random at a rate.
func ttlHits(rate, ttl float64) float64 { return rate * ttl / (1 + rate*ttl) }

// delayedHits is the sum of the waits that one miss causes: its own for a fetch that
// takes a fixed time, and those of the reads at random that share it, each half of
// that. Source: Atre et al., "Caching with Delayed Hits" (SIGCOMM 2020).
func delayedHits(rate, fetch float64) float64 { return fetch + rate*fetch*fetch/2 }

// zipf returns the shares of n keys of which the i-th is asked for in proportion to
// 1/i^exponent.
func zipf(n int, exponent float64) []float64 {
	shares, sum := make([]float64, n), 0.0
	for i := range shares {
		shares[i] = math.Pow(float64(i+1), -exponent)
		sum += shares[i]
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}

// cheLRU is the hit ratio of a full LRU cache of independent requests. Source: Che,
// Tung and Wang, "Hierarchical Web Caching Systems" (2002).
func cheLRU(shares []float64, capacity int) float64 {
	return che(shares, capacity, func(x float64) float64 { return -math.Expm1(-x) })
}

// cheFIFO is the hit ratio of a FIFO cache, and of one that evicts at random. Source:
// Martina, Garetto and Leonardi, "A unified approach to the performance analysis of
// caching systems" (2014).
func cheFIFO(shares []float64, capacity int) float64 {
	return che(shares, capacity, func(x float64) float64 { return x / (1 + x) })
}

// che is the hit ratio where a key is cached with the given probability of how often it
// is asked for in the cache's characteristic time: that in which the cached keys fill
// the cache.
func che(shares []float64, capacity int, cached func(requests float64) float64) float64 {
	sum := func(time float64, weigh bool) (total float64) {
		for _, p := range shares {
			x := cached(p * time)
			if weigh {
				x *= p
			}
			total += x
		}
		return total
	}
	low, high := 0.0, 1.0
	for sum(high, false) < float64(capacity) {
		high *= 2
	}
	for range 100 {
		if middle := (low + high) / 2; sum(middle, false) < float64(capacity) {
			low = middle
		} else {
			high = middle
		}
	}
	return sum(high, true)
}

// mean returns the mean of some values.
func mean(values []float64) (m float64) {
	for _, v := range values {
		m += v / float64(len(values))
	}
	return m
}

// agrees fails unless a theory's mean is in the 99.9 % confidence interval of the mean
// of values that a run gave, one after the other: that of 30 batch means (Student's t,
// 29 degrees of freedom). Successive values may depend on each other, but not over a
// batch.
func agrees(t *testing.T, what string, values []float64, want float64) {
	t.Helper()
	const batches, quantile = 30, 3.659
	means := make([]float64, batches)
	for i := range means {
		means[i] = mean(values[i*len(values)/batches : (i+1)*len(values)/batches])
	}
	m, variance := mean(means), 0.0
	for _, x := range means {
		variance += (x - m) * (x - m) / (batches - 1)
	}
	if half := quantile * math.Sqrt(variance/batches); math.Abs(m-want) > half || half > 0.2*want {
		t.Errorf("%s: %v ± %v (99.9 %%), and theory says %v", what, m, half, want)
	}
}

// near fails unless a value differs from another by at most a share of that.
func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if math.Abs(got-want) > by*math.Abs(want)+1e-12 {
		t.Errorf("%s: %v, not %v ± %v %%", what, got, want, by*100)
	}
}

// The formulas give the values that are published, or follow by hand.
func TestTheory(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
		by        float64
	}{
		{"Erlang C of one server is its utilisation", queue{0.7, 1, 1}.delayed(), 0.7, 1e-12},
		{"of 2 servers at 1 Erlang", queue{1, 1, 2}.delayed(), 1.0 / 3, 1e-12},
		{"of 3 servers at 2 Erlangs", queue{2, 1, 3}.delayed(), 4.0 / 9, 1e-12},
		{"of 5 servers at 4 Erlangs, from tables", queue{4, 1, 5}.delayed(), 0.5541, 1e-4},
		{"of 10 servers at 8 Erlangs, from tables", queue{8, 1, 10}.delayed(), 0.4092, 1e-4},
		{"M/M/1 at 80 %: time in the system", queue{0.8, 1, 1}.sojourn(), 5, 1e-12},
		{"M/M/1 at 80 %: wait", queue{0.8, 1, 1}.wait(), 4, 1e-12},
		{"M/M/1 at 50 %: 99 % wait at most ln 50 / 0.5", queue{0.5, 1, 1}.waitQuantile(0.99), 2 * math.Log(50), 1e-12},
		{"M/M/1 at 50 %: half do not wait", queue{0.5, 1, 1}.waitQuantile(0.5), 0, 0},
		{"M/M/4 at 80 %: time in the system", queue{3.2, 1, 4}.sojourn(), 1.7455, 1e-4},
		{"M/M/4 at 80 %: utilisation", queue{3.2, 1, 4}.utilisation(), 0.8, 1e-12},
		{"Little: 10 a second for 0.3 s", little(10, 0.3), 3, 1e-12},
		{"a peak of 10 s with 5 a second too many", backlog(15, 10, 10), 50, 1e-12},
		{"no peak", backlog(5, 10, 10), 0, 0},
		{"once in a time to live", ttlHits(1, 1), 0.5, 1e-12},
		{"9 times in a time to live", ttlHits(3, 3), 0.9, 1e-12},
		{"a fetch alone", delayedHits(0, 2), 2, 1e-12},
		{"a fetch of 2 s shared by 3 a second: 6 reads of 1 s each", delayedHits(3, 2), 8, 1e-12},
		{"Zipf 1 of 4: 12/25 for the first", zipf(4, 1)[0], 12.0 / 25, 1e-12},
		{"Zipf 0: alike", zipf(4, 0)[3], 0.25, 1e-12},
		{"LRU with all keys alike", cheLRU(zipf(1000, 0), 250), 0.25, 1e-9},
		{"FIFO with all keys alike", cheFIFO(zipf(1000, 0), 250), 0.25, 1e-9},
	} {
		near(t, c.name, c.got, c.want, c.by)
	}
}

// Che's approximations are close to what simple caches do.
func TestCheAgainstSimpleCaches(t *testing.T) {
	const keys, capacity = 500, 50
	requests := 200_000
	for _, exponent := range []float64{0.7, 1} {
		shares := zipf(keys, exponent)
		r := rand.New(rand.NewPCG(1, 1))
		sums := make([]float64, keys)
		total := 0.0
		for i := range sums {
			total += shares[i]
			sums[i] = total
		}
		var lru, fifo []int
		hits := [2]int{}
		use := func(cache []int, key int, moves bool, hit *int) []int {
			for i, k := range cache {
				if k == key {
					*hit++
					if moves {
						copy(cache[i:], cache[i+1:])
						cache[len(cache)-1] = key
					}
					return cache
				}
			}
			if len(cache) == capacity {
				copy(cache, cache[1:])
				cache = cache[:capacity-1]
			}
			return append(cache, key)
		}
		for range requests {
			u, key := r.Float64(), 0
			for key < keys-1 && sums[key] < u {
				key++
			}
			lru = use(lru, key, true, &hits[0])
			fifo = use(fifo, key, false, &hits[1])
		}
		near(t, "LRU", float64(hits[0])/float64(requests), cheLRU(shares, capacity), 0.02)
		near(t, "FIFO", float64(hits[1])/float64(requests), cheFIFO(shares, capacity), 0.02)
	}
}

// Of clients that do not pause, all are always served: so many calls end in the time that
// one of so many takes. Source: the response time law, in Denning and Buzen, "The
// Operational Analysis of Queueing Network Models" (1978).
func TestLatencyByLoad(t *testing.T) {
	for clients, want := range map[int]float64{1: 100, 10: 1000, 20: 1000, 100: 500, 200: 1000} {
		r := finished(parsed(t, `'read': 'no-cache', 'source': {'readLatency': '10ms', 'latencyByLoad': [{'concurrency': 10}, {'concurrency': 20, 'times': 2}, {'concurrency': 100, 'times': 20}]}`,
			fmt.Sprintf(`'workload': {'arrivals': {'pattern': 'closed', 'clients': %d}, 'mix': {'get': 1}, 'duration': '20s', 'warmUp': '2s'}`, clients)))
		near(t, fmt.Sprintf("%d clients", clients), r.Measure("throughput").Float(), want, 0.02)
	}
}
