package play

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// A source that serves a bounded number of calls at the same time is a queue with
// as many servers: each call goes to the server that is free first, in the order
// of arrival. Times in whole seconds let many calls arrive and end together.
func TestTheSourceIsAQueueWithServers(t *testing.T) {
	for seed := range cases(2000) {
		d := rand.New(rand.NewPCG(seed, 3))
		servers, service := 1+d.IntN(3), 1+d.IntN(3)
		arrivals := make([]int, 1+d.IntN(8))
		for i := range arrivals {
			arrivals[i] = d.IntN(6)
		}
		var clients []string
		for _, at := range arrivals {
			clients = append(clients, fmt.Sprintf(`{'ops': [{'op': 'get', 'key': 'k', 'at': '%ds'}]}`, at))
		}
		tr := run(t, fmt.Sprintf(`'read': 'no-cache', 'source': {'records': {'k': 1}, 'readLatency': '%ds', 'concurrency': %d}, 'clients': [%s]`,
			service, servers, strings.Join(clients, ", ")))
		var got []int
		for _, op := range tr.Ops {
			got = append(got, int(time.Duration(op.End)/time.Second))
		}
		slices.Sort(got)
		if want := departures(arrivals, servers, service); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %d servers of %d s, arrivals %v: departures at %v, want %v", seed, servers, service, arrivals, got, want)
		}
	}
}

// departures returns when calls leave a queue, in order: each is served by the
// server that is free first.
func departures(arrivals []int, servers, service int) []int {
	free, out := make([]int, servers), []int(nil)
	for _, at := range slices.Sorted(slices.Values(arrivals)) {
		slices.Sort(free)
		free[0] = max(free[0], at) + service
		out = append(out, free[0])
	}
	slices.Sort(out)
	return out
}
