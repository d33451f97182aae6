package scenario

import (
	"testing"

	"cacheplay/wasm/jsontree"
)

// A preset is no difference from itself, and any scenario comes back from the
// preset that it is packed as.
func TestAScenarioComesBackFromItsDifferences(t *testing.T) {
	documents := map[string]string{
		"own": `{"version": 1, "name": "Mine", "write": "write-around", "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`,
	}
	documents["null"] = `{"version": 1, "source": {"records": {"k": null}}, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`
	for _, p := range Presets() {
		text, _ := Preset(p.ID)
		documents[p.ID] = string(text)
	}
	for id, text := range documents {
		s, errs := Parse([]byte(text))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		preset, patch := s.FromPreset()
		if id == "null" {
			if preset != "" || !jsontree.Equal(patch, s.Tree) {
				t.Errorf("a null record is lost: %s, %s", preset, patch.AppendCanonical(nil))
			}
			continue
		}
		if id != "own" && (preset != id || len(patch.Members) > 0) {
			t.Errorf("%s is packed as %s with %s", id, preset, patch.AppendCanonical(nil))
		}
		base, _ := Preset(preset)
		tree, err := jsontree.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if !jsontree.Equal(jsontree.MergePatch(tree, patch), s.Tree) {
			t.Errorf("%s does not come back from %s", id, preset)
		}
	}
}
