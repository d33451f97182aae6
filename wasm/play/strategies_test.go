package play

import (
	"testing"

	"cacheplay/wasm/strategy"
)

// Every named strategy makes the calls of the design's table, in its order.
func TestNamedStrategies(t *testing.T) {
	const (
		get  = `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], `
		edit = `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2}]}], `
		cold = `'source': {'records': {'k': 1}}`
		warm = cold + `, 'cache': {'primer': ['k']}`
	)
	table := []struct{ id, story, want string }{
		{
			id:    "cache-inline",
			story: get + `'read': 'cache-inline', ` + cold,
			want: "client asks manager, manager → cache get, " +
				"manager → accessor read, accessor → source read, manager → cache set, manager answers client",
		},
		{
			id:    "cache-inline",
			story: get + `'read': 'cache-inline', ` + warm,
			want:  "client asks manager, manager → cache get, manager answers client",
		},
		{
			id:    "cache-aside",
			story: get + `'read': 'cache-aside', ` + cold,
			want: "client begins, client → cache get, " +
				"client → accessor read, accessor → source read, client → cache set, client has its answer",
		},
		{
			id:    "cache-aside",
			story: get + `'read': 'cache-aside', ` + warm,
			want:  "client begins, client → cache get, client has its answer",
		},
		{
			id:    "no-cache",
			story: get + `'read': 'no-cache', ` + warm,
			want:  "client begins, client → accessor read, accessor → source read, client has its answer",
		},
		{
			id:    "refresh-ahead",
			story: get + `'read': 'refresh-ahead', ` + cold,
			want: "client asks manager, manager → cache get, " +
				"manager → accessor read, accessor → source read, manager → cache set, manager answers client",
		},
		{
			id:    "refresh-ahead",
			story: `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '700ms'}]}], 'read': 'refresh-ahead', 'source': {'records': {'k': 1}}, 'cache': {'primer': ['k'], 'ttl': '1s'}`,
			want:  "client asks manager, manager → cache get, manager answers client, manager → accessor read, accessor → source read, manager → cache set",
		},
		{
			id:    "stale-while-revalidate",
			story: get + `'read': 'stale-while-revalidate', ` + cold,
			want: "client asks manager, manager → cache get, " +
				"manager → accessor read, accessor → source read, manager → cache set, manager answers client",
		},
		{
			id:    "stale-while-revalidate",
			story: `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '1200ms'}]}], 'read': 'stale-while-revalidate', 'source': {'records': {'k': 1}}, 'cache': {'primer': ['k'], 'ttl': '1s'}`,
			want:  "client asks manager, manager → cache get, manager answers client, manager → accessor read, accessor → source read, manager → cache set",
		},
		{
			id:    "change-data-capture",
			story: edit + `'write': 'change-data-capture', ` + warm,
			want:  "client begins, client → accessor save, accessor → source write, client has its answer, source → cache delete",
		},
		{
			id:    "write-through",
			story: edit + `'write': 'write-through', ` + warm,
			want: "client asks manager, manager → cache set, " +
				"manager → accessor save, accessor → source write, manager answers client",
		},
		{
			id:    "write-through-source-first",
			story: edit + `'write': 'write-through-source-first', ` + warm,
			want: "client asks manager, " +
				"manager → accessor save, accessor → source write, manager → cache set, manager answers client",
		},
		{
			id:    "write-behind",
			story: edit + `'write': 'write-behind', ` + warm,
			want: "client asks manager, manager → cache set, manager queues, manager answers client, " +
				"worker takes, worker → accessor save, accessor → source write, worker is done",
		},
		{
			id:    "write-around",
			story: edit + `'write': 'write-around', ` + warm,
			want:  "client begins, client → accessor save, accessor → source write, client has its answer",
		},
		{
			id:    "write-invalidate",
			story: edit + `'write': 'write-invalidate', ` + warm,
			want: "client begins, client → accessor save, accessor → source write, " +
				"client → cache delete, client has its answer",
		},
		{
			id:    "delete-first",
			story: edit + `'write': 'delete-first', ` + warm,
			want: "client begins, client → cache delete, " +
				"client → accessor save, accessor → source write, client has its answer",
		},
		{
			id:    "double-delete",
			story: edit + `'write': 'double-delete', ` + warm,
			want: "client begins, client → cache delete, " +
				"client → accessor save, accessor → source write, client has its answer, client waits, client → cache delete",
		},
	}
	shown := map[string]bool{}
	for _, row := range table {
		shown[row.id] = true
		if got := calls(run(t, row.story)); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.id, got, row.want)
		}
	}
	for _, s := range append(strategy.Named(strategy.Read), strategy.Named(strategy.Write)...) {
		if !shown[s.ID] {
			t.Errorf("%s is not in the table", s.ID)
		}
	}
}

func TestOtherLists(t *testing.T) {
	for _, row := range []struct{ name, story, want string }{
		{
			name: "a list of the scenario's own",
			story: `'write': {'by': 'client', 'steps': ['cache.delete', 'source.save', 'wait', 'cache.set', 'answer'], 'wait': '2s'},
			'clients': [{'ops': [{'op': 'edit', 'key': 'k'}]}]`,
			want: "client begins, client → cache delete, client → accessor save, accessor → source write, client waits, client → cache set, client has its answer",
		},
		{
			name: "cache.set and queue.put apart, and a worker that refreshes the cache",
			story: `'clients': [{'ops': [{'op': 'edit', 'key': 'k'}]}],
			'write': {'by': 'manager', 'steps': ['queue.put', 'answer', 'cache.set'], 'worker': ['queue.take', 'source.save', 'cache.set', 'queue.done']}`,
			want: "client asks manager, manager queues, manager answers client, manager → cache set, " +
				"worker takes, worker → accessor save, accessor → source write, worker → cache set, worker is done",
		},
		{
			name: "a client that reads and writes in its own way",
			story: `'clients': [{'read': 'no-cache', 'write': 'write-around',
			'ops': [{'op': 'edit', 'key': 'k'}, {'op': 'get', 'key': 'k'}]}]`,
			want: "client begins, client → accessor save, accessor → source write, client has its answer, " +
				"client begins, client → accessor read, accessor → source read, client has its answer",
		},
		{
			name:  "cache.set of an absence is cache.delete",
			story: `'source': {'records': {'k': 1}}, 'clients': [{'ops': [{'op': 'delete', 'key': 'k'}]}]`,
			want:  "client asks manager, manager → cache delete, manager → accessor delete, accessor → source delete, manager answers client",
		},
		{
			name:  "an absence is not cached",
			story: `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]`,
			want:  "client asks manager, manager → cache get, manager → accessor read, accessor → source read, manager answers client",
		},
		{
			name:  "the scenario's own words",
			story: `'clients': [{'ops': [{'op': 'create', 'key': 'k'}]}], 'labels': {'cache.set': 'put', 'source.save': 'save_transaction'}`,
			want:  "client asks manager, manager → cache put, manager → accessor save_transaction, accessor → source write, manager answers client",
		},
	} {
		if got := calls(run(t, row.story)); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.name, got, row.want)
		}
	}
}
