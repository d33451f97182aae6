package scenario

// PresetInfo describes a preset.
type PresetInfo struct {
	ID    string // the name of its file, without .json
	Title string // the scenario's name
	Group string // its heading in the gallery

	text *string // the content of its file
}

// presets lists the presets in the order in which they are offered.
var presets = []PresetInfo{
	{"article", "The article", "Three ways to write", &articleFile},
	{"write-through", "Write Through", "Three ways to write", &writeThroughFile},
	{"write-behind", "Write Behind", "Three ways to write", &writeBehindFile},
	{"write-around", "Write Around", "Three ways to write", &writeAroundFile},

	{"cache-inline", "Cache Inline", "Ways to read", &cacheInlineFile},
	{"cache-aside", "Cache Aside", "Ways to read", &cacheAsideFile},
	{"no-cache", "Without a cache", "Ways to read", &noCacheFile},
	{"primer", "Cold or warm start", "Ways to read", &primerFile},
	{"ttl", "A copy that expires", "Ways to read", &ttlFile},

	{"bank-peak", "A peak that the bank cannot take", "When the bank is slow or down", &bankPeakFile},
	{"bank-down", "The bank is down for a while", "When the bank is slow or down", &bankDownFile},
	{"stampede", "A stampede after the copy expires", "When the bank is slow or down", &stampedeFile},
	{"refresh-ahead", "Refreshed before it expires", "When the bank is slow or down", &refreshAheadFile},
	{"stale-while-revalidate", "Old, but at once", "When the bank is slow or down", &staleWhileRevalidateFile},

	{"crash-before-sync", "A crash before the bank knows", "When something crashes or fails", &crashBeforeSyncFile},
	{"journal", "A crash that loses nothing", "When something crashes or fails", &journalFile},
	{"refused", "Told yes, refused for good", "When something crashes or fails", &refusedFile},
	{"ambiguous-write", "Nobody knows whether it was done", "When something crashes or fails", &ambiguousWriteFile},
	{"paid-twice", "Paid twice", "When something crashes or fails", &paidTwiceFile},
	{"dirty-eviction", "Evicted before it was saved", "When something crashes or fails", &dirtyEvictionFile},
	{"coalescing", "Coalescing loses an increment", "When something crashes or fails", &coalescingFile},

	{"stale-aside", "A race that keeps the old value", "When two race", &staleAsideFile},
	{"lease", "A lease keeps the old value out", "When two race", &leaseFile},
	{"double-delete", "Delete first, delete twice", "When two race", &doubleDeleteFile},
	{"lost-order", "Two writers, two truths", "When two race", &lostOrderFile},
	{"bypass", "A second service goes past the cache", "When two race", &bypassFile},
	{"cdc", "The bank tells the cache", "When two race", &cdcFile},
}

// Presets lists the presets in the order in which they are offered.
func Presets() []PresetInfo { return append([]PresetInfo(nil), presets...) }

// Preset returns the JSON text of a preset.
func Preset(id string) (text []byte, ok bool) {
	for _, p := range presets {
		if p.ID == id {
			return []byte(*p.text), true
		}
	}
	return nil, false
}
