package trace

import (
	"encoding/json"
	"os"
	"testing"
)

// TestDuration goes through a table that web/scenario/duration.test.js shares.
func TestDuration(t *testing.T) {
	text, err := os.ReadFile("testdata/durations.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		NS    int64  `json:"ns"`
		Words string `json:"words"`
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if got := Duration(row.NS); got != row.Words {
			t.Errorf("%d ns: got %q, want %q", row.NS, got, row.Words)
		}
	}
}
