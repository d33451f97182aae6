package main

import (
	"container/list"
	"fmt"
	"io"
	"math/rand/v2"
	"sort"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/replay"
)

// replayKeys and replayRequests are the size of the trace that is replayed, which is
// Zipf's with the exponent 1; the cache holds a tenth of the keys.
const replayKeys, replayRequests = 100_000, 4_000_000

// replayTimes is how often each policy is measured; the best counts.
const replayTimes = 5

// plainLRU is the name of the reference: LRU with a map and container/list.
const plainLRU = "plain Go's lru"

// replaying is how fast a policy was replayed.
type replaying struct {
	policy string
	misses int64
	rate   float64 // requests a second
}

// replayNatively replays a trace with each policy, and with the reference.
func replayNatively() []replaying {
	keys := zipfKeys()
	trace := &replay.Trace{Keys: keys, Objects: replayKeys}
	all := []replaying{best(plainLRU, func() int64 { return replayPlainly(keys) })}
	for _, policy := range replay.Policies() {
		all = append(all, best(policy, func() int64 {
			run := replay.Begin(trace, policy, replayKeys/10, false)
			for run.Advance(len(keys)) {
			}
			return run.Counts().Misses
		}))
	}
	return all
}

// best measures a replay, which returns what it missed.
func best(policy string, run func() int64) replaying {
	r := replaying{policy: policy}
	for range replayTimes {
		begin := time.Now()
		r.misses = run()
		r.rate = max(r.rate, replayRequests/time.Since(begin).Seconds())
	}
	return r
}

// zipfKeys returns the keys of the requests.
func zipfKeys() []int32 {
	r := rand.New(rand.NewPCG(1, 1))
	sums, sum := make([]float64, replayKeys), 0.0
	for i := range sums {
		sum += 1 / float64(i+1)
		sums[i] = sum
	}
	numbers := r.Perm(replayKeys) // hot keys do not stand side by side
	keys := make([]int32, replayRequests)
	for i := range keys {
		keys[i] = int32(numbers[sort.SearchFloat64s(sums, r.Float64()*sum)])
	}
	return keys
}

func replayPlainly(keys []int32) (misses int64) {
	order, held := list.New(), map[int32]*list.Element{}
	for _, key := range keys {
		if e, ok := held[key]; ok {
			order.MoveToFront(e)
			continue
		}
		misses++
		if order.Len() == replayKeys/10 {
			delete(held, order.Remove(order.Back()).(int32))
		}
		held[key] = order.PushFront(key)
	}
	return misses
}

func printReplaying(out io.Writer, all []replaying) error {
	fmt.Fprintf(out, "\nEviction alone, natively: %d requests by Zipf's law for %d keys, a tenth of which are held:\n", replayRequests, replayKeys)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tmiss ratio\tM requests/s\ttimes plain Go's\t")
	for _, r := range all {
		fmt.Fprintf(table, "%s\t%.4f\t%.1f\t%.1f\t\n", r.policy, float64(r.misses)/replayRequests, r.rate/1e6, r.rate/all[0].rate)
	}
	return table.Flush()
}
