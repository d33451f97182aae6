package play

import (
	"testing"

	"cacheplay/wasm/strategy"
)

// Every named strategy calls whom the design's table says, in its order.
func TestNamedStrategies(t *testing.T) {
	const (
		get  = `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], `
		edit = `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2}]}], `
		cold = `'source': {'records': {'k': 1}}`
		warm = cold + `, 'cache': {'primer': ['k']}`
	)
	table := []struct{ id, story, want string }{
		{"cache-inline", get + `'read': 'cache-inline', ` + cold, "client asks manager, manager → cache get, " +
			"manager → accessor read, accessor → source read, manager → cache set, manager answers client"},
		{"cache-inline", get + `'read': 'cache-inline', ` + warm, "client asks manager, manager → cache get, manager answers client"},
		{"cache-aside", get + `'read': 'cache-aside', ` + cold, "client begins, client → cache get, " +
			"client → accessor read, accessor → source read, client → cache set, client has its answer"},
		{"cache-aside", get + `'read': 'cache-aside', ` + warm, "client begins, client → cache get, client has its answer"},
		{"no-cache", get + `'read': 'no-cache', ` + warm, "client begins, client → accessor read, accessor → source read, client has its answer"},
		{"refresh-ahead", get + `'read': 'refresh-ahead', ` + cold, "client asks manager, manager → cache get, " +
			"manager → accessor read, accessor → source read, manager → cache set, manager answers client"},
		{"refresh-ahead", `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '700ms'}]}], 'read': 'refresh-ahead', 'source': {'records': {'k': 1}}, 'cache': {'primer': ['k'], 'ttl': '1s'}`,
			"client asks manager, manager → cache get, manager answers client, manager → accessor read, accessor → source read, manager → cache set"},
		{"stale-while-revalidate", get + `'read': 'stale-while-revalidate', ` + cold, "client asks manager, manager → cache get, " +
			"manager → accessor read, accessor → source read, manager → cache set, manager answers client"},
		{"stale-while-revalidate", `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '1200ms'}]}], 'read': 'stale-while-revalidate', 'source': {'records': {'k': 1}}, 'cache': {'primer': ['k'], 'ttl': '1s'}`,
			"client asks manager, manager → cache get, manager answers client, manager → accessor read, accessor → source read, manager → cache set"},
		{"change-data-capture", edit + `'write': 'change-data-capture', ` + warm, "client begins, client → accessor save, accessor → source write, client has its answer, source → cache delete"},
		{"write-through", edit + `'write': 'write-through', ` + warm, "client asks manager, manager → cache set, " +
			"manager → accessor save, accessor → source write, manager answers client"},
		{"write-through-source-first", edit + `'write': 'write-through-source-first', ` + warm, "client asks manager, " +
			"manager → accessor save, accessor → source write, manager → cache set, manager answers client"},
		{"write-behind", edit + `'write': 'write-behind', ` + warm, "client asks manager, manager → cache set, manager queues, manager answers client, " +
			"worker takes, worker → accessor save, accessor → source write, worker is done"},
		{"write-around", edit + `'write': 'write-around', ` + warm, "client begins, client → accessor save, accessor → source write, client has its answer"},
		{"write-invalidate", edit + `'write': 'write-invalidate', ` + warm, "client begins, client → accessor save, accessor → source write, " +
			"client → cache delete, client has its answer"},
		{"delete-first", edit + `'write': 'delete-first', ` + warm, "client begins, client → cache delete, " +
			"client → accessor save, accessor → source write, client has its answer"},
		{"double-delete", edit + `'write': 'double-delete', ` + warm, "client begins, client → cache delete, " +
			"client → accessor save, accessor → source write, client has its answer, client waits, client → cache delete"},
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
		{"a list of the scenario's own", `'write': {'by': 'client', 'steps': ['cache.delete', 'source.save', 'wait', 'cache.set', 'answer'], 'wait': '2s'},
			'clients': [{'ops': [{'op': 'edit', 'key': 'k'}]}]`,
			"client begins, client → cache delete, client → accessor save, accessor → source write, client waits, client → cache set, client has its answer"},
		{"cache.set and queue.put apart, and a worker that refreshes the cache", `'clients': [{'ops': [{'op': 'edit', 'key': 'k'}]}],
			'write': {'by': 'manager', 'steps': ['queue.put', 'answer', 'cache.set'], 'worker': ['queue.take', 'source.save', 'cache.set', 'queue.done']}`,
			"client asks manager, manager queues, manager answers client, manager → cache set, " +
				"worker takes, worker → accessor save, accessor → source write, worker → cache set, worker is done"},
		{"a client that reads and writes in its own way", `'clients': [{'read': 'no-cache', 'write': 'write-around',
			'ops': [{'op': 'edit', 'key': 'k'}, {'op': 'get', 'key': 'k'}]}]`,
			"client begins, client → accessor save, accessor → source write, client has its answer, " +
				"client begins, client → accessor read, accessor → source read, client has its answer"},
		{"cache.set of an absence is cache.delete", `'source': {'records': {'k': 1}}, 'clients': [{'ops': [{'op': 'delete', 'key': 'k'}]}]`,
			"client asks manager, manager → cache delete, manager → accessor delete, accessor → source delete, manager answers client"},
		{"an absence is not cached", `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]`,
			"client asks manager, manager → cache get, manager → accessor read, accessor → source read, manager answers client"},
		{"the scenario's own words", `'clients': [{'ops': [{'op': 'create', 'key': 'k'}]}], 'labels': {'cache.set': 'put', 'source.save': 'save_transaction'}`,
			"client asks manager, manager → cache put, manager → accessor save_transaction, accessor → source write, manager answers client"},
	} {
		if got := calls(run(t, row.story)); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.name, got, row.want)
		}
	}
}
