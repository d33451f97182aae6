package scenario

import (
	"slices"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/strategy"
)

// Compiled is a variant in the engine's terms, with what its numbers stand for.
type Compiled struct {
	Model *engine.Model
	World *engine.World
	Keys  []string // by key id
	Ops   []*Op    // by operation id: the clients' operations, one client after the other
}

// Compile returns the model of a variant and its initial world. The ids of keys do
// not depend on the order of members in the document.
func (v *Variant) Compile() *Compiled {
	c := v.compileModel()
	c.Keys = v.keys()
	c.World.Keys = make([]engine.Key, len(c.Keys))
	c.addOps(v)
	for _, aim := range v.Explore.Aims {
		c.Model.Aims = append(c.Model.Aims, engine.Aim{Op: c.Operation(aim.At.Client, aim.At.Op), Step: aim.At.Step, Fault: aim.Fault})
	}
	c.fill(v)
	return c
}

// CompileWorkload returns the model of a variant that is put under a workload, and a World
// without operations, which a driver admits: they follow the common strategies, whatever
// the variant's clients ask for. Keys are numbers. The source holds a record of each of the
// first ones, as many as records says, and no payments.
func (v *Variant) CompileWorkload(records, keys int) *Compiled {
	under := *v
	under.Clients = []Client{{Ops: []Op{{Kind: engine.Get}, {Kind: engine.Edit}}}}
	c := under.compileModel()
	c.Model.Programs = []strategy.Strategy{v.Read, v.Write}
	c.Model.Timed, c.Model.Recycle = true, true
	c.World.Keys = make([]engine.Key, keys)
	for key := range c.World.Keys {
		c.World.Keys[key].Source = engine.Record{Exists: key < records, Ledger: engine.NoPayments}
	}
	return c
}

// The indexes of the common strategies in Model.Programs.
const (
	ReadProgram = iota
	WriteProgram
)

// compileModel returns the model of a variant without its operations and keys.
func (v *Variant) compileModel() *Compiled {
	c := &Compiled{
		Model: &engine.Model{
			Worker:         strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: v.Worker, Pause: v.Write.Pause},
			Feed:           v.feed(),
			Cache:          v.Cache.Rules,
			Queue:          v.WriteBehind.Rules,
			Accessor:       v.Accessor.Rules,
			Source:         v.Source.Rules,
			OnError:        v.OnError,
			OnCacheError:   v.OnCacheError,
			Timed:          len(v.Order) == 0,
			WriterVersions: v.hasWriterVersions(),
			LateSaves:      v.Explore.Late,
		},
		World: &engine.World{NextSeq: 1},
	}
	for range v.WriteBehind.Workers {
		c.World.Workers = append(c.World.Workers, engine.Worker{Task: engine.Task{Phase: engine.Idle}})
	}
	c.Model.Cache.Ages = v.usesRefresh(strategy.RefreshAhead) || v.usesRefresh(strategy.StaleWhileRevalidate)
	switch {
	case !v.usesRefresh(strategy.StaleWhileRevalidate):
		c.Model.Cache.StaleFor = 0
	case c.Model.Cache.StaleFor == 0:
		c.Model.Cache.StaleFor = v.Cache.Rules.TTL
	}
	return c
}

// feed returns the steps of the source's change feed, if an operation's strategy
// has one. The feed then tells of every change, whoever made it.
func (v *Variant) feed() strategy.Strategy {
	feed := strategy.Strategy{By: strategy.Source}
	v.each(func(_ *Op, s *strategy.Strategy) {
		if len(s.Feed) > 0 {
			feed.Steps = s.Feed
		}
	})
	return feed
}

// hasWriterVersions reports whether versions are given by the writers: a source that is
// fenced compares them, and a write that is queued cannot wait for one of the source.
func (v *Variant) hasWriterVersions() bool {
	return v.Source.Rules.Fenced || v.Cache.Rules.Fill == engine.FillVersion && v.queues()
}

// usesRefresh reports whether a read loads entries again in the given way.
func (v *Variant) usesRefresh(how strategy.Refresh) bool {
	return v.count(func(op *Op, s *strategy.Strategy) bool { return op.Kind == engine.Get && s.Refresh == how }) > 0
}

// keys lists the keys in the order in which operations name them, then those that
// only the source holds, by name.
func (v *Variant) keys() []string {
	var keys []string
	for i := range v.Clients {
		for j := range v.Clients[i].Ops {
			if key := v.Clients[i].Ops[j].Key; !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	met := len(keys)
	for _, record := range v.Source.Records {
		if !slices.Contains(keys, record.Key) {
			keys = append(keys, record.Key)
		}
	}
	slices.Sort(keys[met:])
	return keys
}

// addOps adds the operations, each with the strategy of its client.
func (c *Compiled) addOps(variant *Variant) {
	m, w := c.Model, c.World
	m.Programs = []strategy.Strategy{variant.Read, variant.Write}
	payments := make([]uint8, len(c.Keys))
	for i := range variant.Clients {
		client := &variant.Clients[i]
		read, write := c.program(client.Read, ReadProgram), c.program(client.Write, WriteProgram)
		m.Clients = append(m.Clients, engine.ClientOps{First: int32(len(w.Ops)), Count: int32(len(client.Ops))})
		for j := range client.Ops {
			op := &client.Ops[j]
			program := write
			if op.Kind == engine.Get {
				program = read
			}
			key := slices.Index(c.Keys, op.Key)
			compiled := engine.Op{Task: engine.Task{Key: int32(key)}, Client: uint16(i), Kind: op.Kind, Program: program}
			if op.Kind == engine.Pay {
				compiled.Slot = payments[key]
				payments[key]++
				w.Keys[key].Source.Ledger = engine.NoPayments
			}
			c.Ops = append(c.Ops, op)
			w.Ops = append(w.Ops, compiled)
		}
	}
}

// program returns the index of a client's own strategy, or of the common one.
func (c *Compiled) program(own *strategy.Strategy, common uint8) uint8 {
	if own == nil {
		return common
	}
	c.Model.Programs = append(c.Model.Programs, *own)
	return uint8(len(c.Model.Programs) - 1)
}

// fill puts the records into the source, and those of the primer into the cache.
func (c *Compiled) fill(variant *Variant) {
	for _, record := range variant.Source.Records {
		c.World.Keys[slices.Index(c.Keys, record.Key)].Source.Exists = true
	}
	for _, key := range variant.Cache.Primer {
		id := slices.Index(c.Keys, key)
		entry := engine.Entry{Present: true, Record: c.World.Keys[id].Source}
		if c.Model.Timed && variant.Cache.Rules.TTL > 0 {
			entry.Expires = variant.Cache.Rules.TTL
		}
		c.World.Prime(int32(id), entry)
	}
}

// Initial returns the value that the source holds under a key at the start.
func (v *Variant) Initial(key string) (jsontree.Value, bool) {
	for _, record := range v.Source.Records {
		if record.Key == key {
			return record.Value, true
		}
	}
	return jsontree.Value{}, false
}

// Operation returns the id of an operation in the World: client and op count from 1.
func (c *Compiled) Operation(client, op int) int32 {
	return c.Model.Clients[client-1].First + int32(op) - 1
}

// OpID returns the id of an operation in documents, such as "C1/2" for the second
// one of the first client.
func OpID(client, op int) string {
	return "C" + strconv.Itoa(client) + "/" + strconv.Itoa(op)
}
