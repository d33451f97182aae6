package main

import (
	"testing"

	"cacheplay/wasm/replay"
)

func TestThePlainReplayCountsAsTheOther(t *testing.T) {
	keys := zipfKeys()[:200_000]
	run := replay.Begin(&replay.Trace{Keys: keys, Objects: replayKeys}, "lru", replayKeys/10, false)
	run.Advance(len(keys))
	if plain, lru := replayPlainly(keys), run.Counts().Misses; plain != lru || lru == 0 {
		t.Errorf("%d misses, and %d", lru, plain)
	}
}
