package scenario

import (
	"bytes"
	"os"
	"slices"
	"testing"
	"time"
)

func TestEveryPresetIsListedAndValid(t *testing.T) {
	entries, err := os.ReadDir("presets")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !slices.ContainsFunc(presets, func(p PresetInfo) bool { return p.ID+".json" == entry.Name() }) {
			t.Errorf("presets/%s is not in the list", entry.Name())
		}
	}
	for _, p := range Presets() {
		text, ok := Preset(p.ID)
		if !ok {
			t.Errorf("%s is not found", p.ID)
			continue
		}
		if file, err := os.ReadFile("presets/" + p.ID + ".json"); err != nil || !bytes.Equal(text, file) {
			t.Errorf("%s is not what its file holds (%v)", p.ID, err)
		}
		s, errs := Parse(text)
		if errs != nil {
			t.Errorf("%s: %v", p.ID, errs)
			continue
		}
		if s.Name != p.Title {
			t.Errorf("%s is called %q and listed as %q", p.ID, s.Name, p.Title)
		}
		checkRoundTrip(t, s)
	}
	if _, ok := Preset("../presets/article"); ok {
		t.Error("a preset that is not listed")
	}
}

func TestTheArticle(t *testing.T) {
	text, _ := Preset("article")
	s := decoded(t, string(text))
	if presets[0].ID != "article" || len(s.Variants) != 3 {
		t.Fatalf("%d variants", len(s.Variants))
	}
	for i, want := range []struct{ name, write, start string }{
		{name: "Write Through", write: "write-through", start: "14:59:17.97196"},
		{name: "Write Behind", write: "write-behind", start: "14:59:21.974325"},
		{name: "Write Around", write: "write-around", start: "14:59:17.97196"},
	} {
		variant := s.Variants[i]
		if variant.Name != want.name || variant.Write.ID != want.write || variant.Read.ID != "cache-inline" || formatTimeOfDay(variant.Start) != want.start {
			t.Errorf("variant %d: %q %q from %s", i, variant.Name, variant.Write.ID, formatTimeOfDay(variant.Start))
		}
		if variant.Source.ReadLatency.Mean() != int64(1500*time.Millisecond) || variant.Source.WriteLatency.Mean() != int64(2*time.Second) ||
			variant.WriteBehind.Rules.Delay != int64(5*time.Second) || len(variant.Text.Pieces) == 0 {
			t.Errorf("variant %d: %+v", i, variant)
		}
	}
}
