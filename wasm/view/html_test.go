package view

import (
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

func TestOneOfSeveralVariantsCanBeChosen(t *testing.T) {
	for _, row := range []struct{ compare, want string }{
		{``, ""},
		{`"compare": [{"name": "A & B"}], `, ""},
		{`"compare": [{"name": "A & B"}, {"name": "C"}], `, `value="0" autocomplete="off"/><span>A &amp; B</span> value="1" autocomplete="off"/><span>C</span>`},
	} {
		html := playOneEdit(t, row.compare).VariantsHTML()
		var choices []string
		for _, label := range strings.Split(html, "</label>") {
			if at := strings.Index(label, "value="); at >= 0 {
				choices = append(choices, label[at:])
			}
		}
		if got := strings.Join(choices, " "); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.compare, got, row.want)
		}
	}
}

func TestAPanelBeginsWithItsDiagram(t *testing.T) {
	panel, at := playOneEdit(t, "").PanelsHTML(), 0
	for _, part := range []string{`class="diagram"`, `class="sentence"`, `class="difference"`, `class="advice"`, `class="state"`, `class="steps"`} {
		next := strings.Index(panel[at:], part)
		if next < 0 {
			t.Fatalf("%s does not follow what should stand before it", part)
		}
		at += next
	}
}

// playOneEdit plays a client's edit, with further members of the scenario.
func playOneEdit(t *testing.T, members string) *View {
	t.Helper()
	s, errs := scenario.Parse([]byte(`{"version": 1, ` + members + `"clients": [{"write": "write-through", "ops": [{"op": "edit", "key": "k", "value": 1}]}]}`))
	if errs != nil {
		t.Fatal(errs)
	}
	v, errs := Play(s, Options{})
	if errs != nil {
		t.Fatal(errs)
	}
	return v
}
