package view

import (
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// A variant has exactly the lists that its operations follow, and each step
// with a row in the diagram stands in one of them.
func TestLists(t *testing.T) {
	const edit, get = `{"op": "edit", "key": "k"}`, `{"op": "get", "key": "k"}`
	for _, row := range []struct{ members, lists, lit string }{
		{
			members: `"clients": [{"ops": [` + edit + `, ` + get + `]}]`,
			lists:   "write: write, by the Resource Manager; read: read, by the Resource Manager",
			lit:     "write-0 write-1 write-2 read-0 read-1",
		},
		{
			members: `"write": "write-behind", "clients": [{"ops": [` + edit + `]}]`,
			lists:   "write: write, by the Resource Manager; worker: worker",
			lit:     "write-0 write-1 worker-0 worker-1",
		},
		{
			members: `"clients": [{"read": "no-cache", "ops": [` + get + `]}]`,
			lists:   "C1-read: read of Client, by the client",
			lit:     "C1-read-0",
		},
		{
			members: `"clients": [{"write": "write-around", "ops": [` + edit + `]}, {"name": "B", "write": "write-behind", "ops": [` + edit + `]}, {"ops": [` + edit + `]}]`,
			lists:   "C1-write: write of Client 1, by the client; C2-write: write of B, by the Resource Manager; worker: worker; write: write, by the Resource Manager",
			lit:     "C1-write-0 C2-write-0 write-0 C2-write-1 write-1 worker-0 worker-1 write-2",
		},
		{
			members: `"write": "change-data-capture", "source": {"records": {"k": 1}}, "cache": {"primer": ["k"]}, "clients": [{"ops": [` + edit + `]}]`,
			lists:   "write: write, by the client; feed: change feed",
			lit:     "write-0 feed-0",
		},
	} {
		s, errs := scenario.Parse([]byte(`{"version": 1, ` + row.members + `}`))
		if errs != nil {
			t.Fatal(errs)
		}
		v, errs := Play(s, Options{})
		if errs != nil {
			t.Fatal(errs)
		}
		variant := &v.Variants[0]
		var lists []string
		for _, l := range variant.Lists {
			lists = append(lists, l.ID+": "+l.words("Resource Manager"))
		}
		if got := strings.Join(lists, "; "); got != row.lists {
			t.Errorf("%s\n got %s\nwant %s", row.members, got, row.lists)
		}
		steps := map[string]bool{}
		panels := v.PanelsHTML()
		for i := range variant.Moments {
			if m := &variant.Moments[i]; m.Index >= 0 {
				step := variant.ListID(m) + "-" + strconv.Itoa(m.Index)
				steps[step] = true
				if !strings.Contains(panels, `data-step="`+step+`"`) {
					t.Errorf("%s: there is no step %s", row.members, step)
				}
			}
		}
		for _, want := range strings.Fields(row.lit) {
			if !steps[want] {
				t.Errorf("%s: %s is never lit", row.members, want)
			}
			delete(steps, want)
		}
		if len(steps) > 0 {
			t.Errorf("%s: lit too: %v", row.members, steps)
		}
	}
}
