package scenario

import "embed"

//go:embed presets/*.json
var files embed.FS

// PresetInfo names a built-in scenario.
type PresetInfo struct {
	ID    string // the name of its file, without .json
	Title string // the scenario's name
}

// presets are in the order in which they are offered.
var presets = []PresetInfo{
	{"article", "The article"},
	{"write-through", "Write Through"},
	{"write-behind", "Write Behind"},
	{"write-around", "Write Around"},
	{"crash-before-sync", "A crash before the bank knows"},
	{"cache-inline", "Cache Inline"},
	{"cache-aside", "Cache Aside"},
	{"no-cache", "Without a cache"},
	{"primer", "Cold or warm start"},
	{"ttl", "A copy that expires"},
	{"stale-aside", "A race that keeps the old value"},
	{"lost-order", "Two writers, two truths"},
	{"bank-peak", "A peak that the bank cannot take"},
	{"bank-down", "The bank is down for a while"},
	{"journal", "A crash that loses nothing"},
	{"refused", "Told yes, refused for good"},
	{"paid-twice", "Paid twice"},
	{"ambiguous-write", "Nobody knows whether it was done"},
	{"dirty-eviction", "Evicted before it was saved"},
	{"coalescing", "Coalescing loses an increment"},
	{"stampede", "A stampede after the copy expires"},
	{"lease", "A lease keeps the old value out"},
	{"double-delete", "Delete first, delete twice"},
	{"refresh-ahead", "Refreshed before it expires"},
	{"stale-while-revalidate", "Old, but at once"},
	{"cdc", "The source tells the cache"},
	{"bypass", "A second service goes past the cache"},
}

// Presets lists the built-in scenarios in the order in which they are offered.
func Presets() []PresetInfo { return append([]PresetInfo(nil), presets...) }

// Preset gives the JSON text of a built-in scenario.
func Preset(id string) (text []byte, ok bool) {
	for _, p := range presets {
		if p.ID == id {
			text, err := files.ReadFile("presets/" + id + ".json")
			return text, err == nil
		}
	}
	return nil, false
}
