package scenario

import (
	"encoding/json"
	"os"
	"testing"

	"cacheplay/wasm/jsontree"
)

// The tables of this file are shared with the tests in web/scenario: the page
// has these functions too, because a form needs their results at once.

func TestMergeDifference(t *testing.T) {
	text, err := os.ReadFile("testdata/merge-difference.json")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := jsontree.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows.Items {
		from, _ := row.Get("from")
		to, _ := row.Get("to")
		want, _ := row.Get("patch")
		if got := mergeDifference(from, to); !jsontree.Equal(got, want) {
			t.Errorf("from %s to %s: got %s, want %s", from.AppendCanonical(nil), to.AppendCanonical(nil), got.AppendCanonical(nil), want.AppendCanonical(nil))
		}
	}
}

func TestParseDuration(t *testing.T) {
	text, err := os.ReadFile("testdata/durations.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Text any    `json:"text"`
		NS   *int64 `json:"ns"`
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		written, err := json.Marshal(row.Text)
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsontree.Parse(written)
		if err != nil {
			t.Fatal(err)
		}
		ns, ok := new(reader).parseDuration("", &v, durationWords)
		switch {
		case ok != (row.NS != nil):
			t.Errorf("%s: ok is %v", written, ok)
		case ok && ns != *row.NS:
			t.Errorf("%s: got %d ns, want %d", written, ns, *row.NS)
		}
	}
}
