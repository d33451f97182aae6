package scenario

import "cacheplay/wasm/jsontree"

// FromPreset returns the built-in scenario whose document this one's differs
// least from, and the differences: the merge patch (RFC 7386) that turns that
// document into this one's. A document that no merge patch can make (one with a
// record that is null) is returned whole, with the id "".
func (s *Scenario) FromPreset() (id string, patch jsontree.Value) {
	patch = s.Tree
	best := -1
	for _, p := range presets {
		text, _ := Preset(p.ID)
		tree, err := jsontree.Parse(text)
		if err != nil {
			continue // a test parses them all
		}
		difference := mergeDifference(tree, s.Tree)
		if !jsontree.Equal(jsontree.MergePatch(tree, difference), s.Tree) {
			continue
		}
		if size := len(difference.AppendCanonical(nil)); best < 0 || size < best {
			best, id, patch = size, p.ID, difference
		}
	}
	return id, patch
}
