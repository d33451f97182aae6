package scenario

import _ "embed"

// The presets' files are embedded one by one. Package embed's file system brings much
// with it, such as the formatting of times: the packed program was 20 KB larger.
var (
	//go:embed presets/ambiguous-write.json
	ambiguousWriteFile string
	//go:embed presets/article.json
	articleFile string
	//go:embed presets/bank-down.json
	bankDownFile string
	//go:embed presets/bank-peak.json
	bankPeakFile string
	//go:embed presets/bypass.json
	bypassFile string
	//go:embed presets/cache-aside.json
	cacheAsideFile string
	//go:embed presets/cache-inline.json
	cacheInlineFile string
	//go:embed presets/cdc.json
	cdcFile string
	//go:embed presets/coalescing.json
	coalescingFile string
	//go:embed presets/crash-before-sync.json
	crashBeforeSyncFile string
	//go:embed presets/dirty-eviction.json
	dirtyEvictionFile string
	//go:embed presets/double-delete.json
	doubleDeleteFile string
	//go:embed presets/journal.json
	journalFile string
	//go:embed presets/lease.json
	leaseFile string
	//go:embed presets/lost-order.json
	lostOrderFile string
	//go:embed presets/no-cache.json
	noCacheFile string
	//go:embed presets/paid-twice.json
	paidTwiceFile string
	//go:embed presets/primer.json
	primerFile string
	//go:embed presets/refresh-ahead.json
	refreshAheadFile string
	//go:embed presets/refused.json
	refusedFile string
	//go:embed presets/stale-aside.json
	staleAsideFile string
	//go:embed presets/stale-while-revalidate.json
	staleWhileRevalidateFile string
	//go:embed presets/stampede.json
	stampedeFile string
	//go:embed presets/ttl.json
	ttlFile string
	//go:embed presets/write-around.json
	writeAroundFile string
	//go:embed presets/write-behind.json
	writeBehindFile string
	//go:embed presets/write-through.json
	writeThroughFile string
)
