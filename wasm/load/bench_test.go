package load

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// BenchmarkFreshness measures operations of which one in ten is a write that the source
// holds and that removes the cached copy, each in two phases.
func BenchmarkFreshness(b *testing.B) {
	for _, keys := range []int{1e3, 1e6} {
		b.Run(fmt.Sprint(keys, " keys"), func(b *testing.B) {
			const slots = 64
			r := rand.New(rand.NewPCG(1, 1))
			w := &engine.World{Keys: make([]engine.Key, keys), Ops: make([]engine.Op, slots)}
			f := NewFreshness(&engine.Model{}, w)
			begun, done := engine.Effect{Begun: true}, engine.Effect{Answered: true}
			write := uint32(0)
			b.ReportAllocs()
			for i := range b.N {
				id := int32(i % slots)
				op := &w.Ops[id]
				*op = engine.Op{Kind: engine.Get, Status: engine.Running, Outcome: engine.OK, Task: engine.Task{Key: int32(float64(keys) * r.Float64() * r.Float64() * r.Float64())}}
				k := &w.Keys[op.Key]
				w.Clock.Now += 100
				begun.Op, done.Op, done.Changes = id, id, done.Changes[:0]
				f.Note(&begun, w)
				done.Answer, done.Actor, done.Result = k.Source, strategy.CacheGet, engine.Hit
				if i%10 == 0 {
					write++
					op.Kind, done.Actor, done.Result = engine.Edit, strategy.CacheDelete, engine.Removed
					done.Answer = engine.Record{Write: write, Exists: true}
					done.Changes = append(done.Changes, engine.Change{Kind: engine.RecordChanged, Key: op.Key, RecordBefore: k.Source, RecordAfter: done.Answer},
						engine.Change{Kind: engine.EntryChanged, Key: op.Key, EntryBefore: k.Entry})
					k.Source = done.Answer
				}
				f.Note(&done, w)
			}
		})
	}
}
