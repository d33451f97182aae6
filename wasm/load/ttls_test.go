package load

import (
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// script returns the operations of a recording, one for each word: what it is, when it
// comes in seconds, and how long what it stores may live.
func script(words string) (all recording) {
	kinds := map[byte]engine.OpKind{'g': engine.Get, 'f': engine.Edit, 'e': engine.Edit, 'd': engine.Delete}
	for _, word := range strings.Fields(words) {
		op := workload.Operation{Kind: kinds[word[0]], Fill: word[0] == 'f', At: int64(word[1]-'0') * second}
		if len(word) > 2 {
			op.TTL = int64(word[3]-'0') * second
		}
		all = append(all, op)
	}
	return all
}

// Copies live as long as a recording says: g is a get, e an edit, f a fill and d a delete of
// the same key, at a second, and with how many seconds to live.
func TestFactsAboutRecordedTimesToLive(t *testing.T) {
	const aside, through, behind = `'read': 'cache-aside', 'write': 'write-invalidate'`, `'write': 'write-through'`, `'write': 'write-behind'`
	for _, c := range []struct {
		name, system, recording string
		hits                    uint64
	}{
		{"a fill says how long", aside, "g0 f1/3 g2 g4", 1},
		{"and the next one for what comes after it", aside, "g0 f1/3 g4 f5/1 g6 g7 g9", 1},
		{"without one it is for ever", aside, "g0 f1 g2 g9", 2},
		{"a time of one's own goes before", aside + `, 'cache': {'ttl': '5s'}`, "g0 f1/1 g2 g4 g6", 2},
		{"unless it is not to", aside + `, 'cache': {'ttl': '5s', 'recordedTtl': true}`, "g0 f1/1 g2 g4 g6", 0},
		{"and is for what has none", aside + `, 'cache': {'ttl': '1s', 'recordedTtl': true}`, "g0 f1 g2 g4", 0},
		{"nothing is said that counts", aside + `, 'cache': {'recordedTtl': false}`, "g0 f1/1 g2 g4", 2},
		{"an edit says it", through, "e0/3 g2 g4", 1},
		{"an edit behind says it", behind, "e0/3 g2 g4", 1},
		{"one that says nothing changes nothing", through, "e0/3 e3 g5 g7", 1},
		{"a hit renews it", through + `, 'cache': {'ttlMode': 'access'}`, "e0/3 g2 g4 g6", 3},
		{"it counts from the read", `'read': 'cache-aside', 'cache': {'ttlFrom': 'read'}, 'source': {'readLatency': '0s'}, 'network': {'latency': '2s'}`, "g0 f1/6 g5 g8", 1},
		{"an absence has its own", aside + `, 'cache': {'negativeTtl': '1s'}`, "d0 g1 f2/9 g3 g4", 0},
		{"near its end a copy is loaded anew", `'read': 'refresh-ahead', 'write': 'write-through'`, "e0/4 g1 g3 g6", 3},
	} {
		operations, said := script(c.recording), workload.Said{}
		for i := range operations {
			said.Note(&operations[i])
		}
		r := NewOpen(parsed(t, c.system, `'workload': {'like': 'ycsb-a'}`), &operations, &said, 0)
		for r.Advance(100) {
		}
		if hit := r.Measure("hit"); hit.N != c.hits {
			t.Errorf("%s: %d of %d reads hit, not %d", c.name, hit.N, hit.Of, c.hits)
		}
	}
}
