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
