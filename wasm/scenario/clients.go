package scenario

import (
	"maps"
	"slices"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/strategy"
)

// The limits of what clients do.
const (
	MaxClients      = 8
	MaxOpsPerClient = 32
	MaxOps          = 100 // of all clients together
)

// clients declares the clients and their operations.
func (f *fields) clients(variant *Variant) {
	clients := 0
	if v, ok := f.givenMember("clients"); ok {
		clients = len(v.Items)
	}
	f.list("clients", 1, MaxClients, anObject, "Who needs data, and what each asks for. All clients start together and do not wait for each other. Needed unless there is a workload: then, without them, a run shows a client that does an operation of each kind in the mix.", func(path string, v *jsontree.Value) jsontree.Value {
		byDefault := variant.Names[strategy.Client]
		if clients > 1 {
			byDefault += " " + strconv.Itoa(len(variant.Clients)+1)
		}
		if f.reader.describing {
			byDefault = "" // it depends on other fields
		}
		c := Client{}
		canonical := f.reader.object(path, v, func(f *fields) { f.client(&c, byDefault) })
		variant.Clients = append(variant.Clients, c)
		return canonical
	})
	if !f.has("clients") && variant.Workload != nil {
		variant.Clients = played(variant.Workload, variant.Names[strategy.Client])
	}
	f.countOps(variant)
}

// requireClients reports clients that are missing.
func (f *fields) requireClients(variant *Variant) {
	if f.given != nil && !f.has("clients") && variant.Workload == nil {
		f.reader.fail(f.at("clients"), CodeMissing, "missing: a list of 1 to "+Counted(MaxClients, "item")+` is needed, or a "workload"`)
	}
}

// countOps reports too many operations or keys.
func (f *fields) countOps(variant *Variant) {
	ops, keys, payments := 0, map[string]bool{}, map[string]int{}
	for _, c := range variant.Clients {
		ops += len(c.Ops)
		for i := range c.Ops {
			keys[c.Ops[i].Key] = true
			if c.Ops[i].Kind == engine.Pay {
				payments[c.Ops[i].Key]++
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(payments)) {
		if n := payments[key]; n > engine.MaxPayments {
			f.reader.fail(f.at("clients"), CodeInvalid, strconv.Itoa(n)+" payments on "+quote(key)+" are too many: a key has at most "+strconv.Itoa(engine.MaxPayments))
		}
	}
	for _, record := range variant.Source.Records {
		keys[record.Key] = true
	}
	if ops > MaxOps {
		f.reader.fail(f.at("clients"), CodeInvalid, strconv.Itoa(ops)+" operations are too many: all clients together have at most "+strconv.Itoa(MaxOps))
	}
	if len(keys) > MaxKeys {
		f.reader.fail(f.at("clients"), CodeInvalid, strconv.Itoa(len(keys))+" keys are too many: operations and source.records together name at most "+strconv.Itoa(MaxKeys))
	}
}

// givenMember returns a member before it is declared.
func (f *fields) givenMember(name string) (jsontree.Value, bool) {
	if f.given == nil {
		return jsontree.Value{}, false
	}
	return f.given.Get(name)
}

// client declares one client.
func (f *fields) client(c *Client, byDefault string) {
	c.Name = f.text("name", word, byDefault, "What this client is called. Without it: as names.client says, with a number if there are several.")
	c.Read = f.strategy("read", strategy.Read, "", setting{"Own read strategy", (*Variant).reads}, `How this client reads, if not as the scenario's "read" says.`, nil)
	c.Write = f.strategy("write", strategy.Write, "", setting{"Own write strategy", (*Variant).writes}, `How this client writes, if not as the scenario's "write" says.`, nil)
	f.list("ops", 1, MaxOpsPerClient, anObject, "What the client does. It begins an operation once the one before is answered.", func(path string, v *jsontree.Value) jsontree.Value {
		op := Op{}
		canonical := f.reader.object(path, v, func(f *fields) { f.op(&op) })
		c.Ops = append(c.Ops, op)
		return canonical
	})
	f.require("ops")
}

// op declares one operation.
func (f *fields) op(op *Op) {
	kind := f.choice("op", noDefault, opIDs(), setting{"Operation", always},
		"What the client asks for: create and edit both put a value under the key, get reads it, delete removes it. pay adds a payment to the ledger of the key, which is apart from its value: applied twice, it counts twice.")
	op.Kind = engine.OpKind(max(kind, 0))
	op.Key = f.text("key", keyLength, "", "The name under which the value is stored and found.")
	op.Value = f.value("value", op.Kind != engine.Get && op.Kind != engine.Delete)
	op.At = f.duration("at", 0, setting{"Not before", (*Variant).timed}, "The earliest moment at which the operation starts, counted from the beginning.")
	op.Think = f.duration("think", 0, setting{"Pause before", (*Variant).timed}, "How long the client pauses before the operation.")
	f.require("op", "key")
}

// opIDs lists the ids of the operations.
func opIDs() []string {
	ids := make([]string, engine.OpKinds)
	for kind := range engine.OpKinds {
		ids[kind] = kind.String()
	}
	return ids
}

// value declares the value of a create, an edit or a pay.
func (f *fields) value(name string, puts bool) jsontree.Value {
	v := f.member(Field{Path: name, Type: TypeValue, Allowed: "any JSON", Default: "{}",
		Doc: "What a create or an edit puts under the key, or what a pay adds to its ledger. The other operations have none."})
	nothing := jsontree.FromMembers()
	if v == nil {
		if puts {
			return nothing
		}
		return jsontree.Value{}
	}
	if !puts {
		f.reader.fail(f.at(name), CodeConflict, `only "create", "edit" and "pay" have a value`)
		return jsontree.Value{}
	}
	f.reader.checkValue(f.at(name), v)
	if !jsontree.Equal(*v, nothing) {
		f.put(name, *v)
	}
	return *v
}

// hasKey reports whether an operation or the source names a key.
func (v *Variant) hasKey(key string) bool {
	for i := range v.Clients {
		if slices.ContainsFunc(v.Clients[i].Ops, func(op Op) bool { return op.Key == key }) {
			return true
		}
	}
	return slices.ContainsFunc(v.Source.Records, func(record Record) bool { return record.Key == key })
}
