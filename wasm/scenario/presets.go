package scenario

import "embed"

//go:embed presets/*.json
var files embed.FS

// PresetInfo describes a preset.
type PresetInfo struct {
	ID    string // the name of its file, without .json
	Title string // the scenario's name
	Group string // its heading in the gallery
}

// presets lists the presets in the order in which they are offered.
var presets = []PresetInfo{
	{"article", "The article", "Three ways to write"},
	{"write-through", "Write Through", "Three ways to write"},
	{"write-behind", "Write Behind", "Three ways to write"},
	{"write-around", "Write Around", "Three ways to write"},

	{"cache-inline", "Cache Inline", "Ways to read"},
	{"cache-aside", "Cache Aside", "Ways to read"},
	{"no-cache", "Without a cache", "Ways to read"},
	{"primer", "Cold or warm start", "Ways to read"},
	{"ttl", "A copy that expires", "Ways to read"},

	{"bank-peak", "A peak that the bank cannot take", "When the bank is slow or down"},
	{"bank-down", "The bank is down for a while", "When the bank is slow or down"},
	{"stampede", "A stampede after the copy expires", "When the bank is slow or down"},
	{"refresh-ahead", "Refreshed before it expires", "When the bank is slow or down"},
	{"stale-while-revalidate", "Old, but at once", "When the bank is slow or down"},

	{"crash-before-sync", "A crash before the bank knows", "When something crashes or fails"},
	{"journal", "A crash that loses nothing", "When something crashes or fails"},
	{"refused", "Told yes, refused for good", "When something crashes or fails"},
	{"ambiguous-write", "Nobody knows whether it was done", "When something crashes or fails"},
	{"paid-twice", "Paid twice", "When something crashes or fails"},
	{"dirty-eviction", "Evicted before it was saved", "When something crashes or fails"},
	{"coalescing", "Coalescing loses an increment", "When something crashes or fails"},

	{"stale-aside", "A race that keeps the old value", "When two race"},
	{"lease", "A lease keeps the old value out", "When two race"},
	{"double-delete", "Delete first, delete twice", "When two race"},
	{"lost-order", "Two writers, two truths", "When two race"},
	{"bypass", "A second service goes past the cache", "When two race"},
	{"cdc", "The bank tells the cache", "When two race"},
}

// Presets lists the presets in the order in which they are offered.
func Presets() []PresetInfo { return append([]PresetInfo(nil), presets...) }

// Preset returns the JSON text of a preset.
func Preset(id string) (text []byte, ok bool) {
	for _, p := range presets {
		if p.ID == id {
			text, err := files.ReadFile("presets/" + id + ".json")
			return text, err == nil
		}
	}
	return nil, false
}
