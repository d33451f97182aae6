package play

import (
	"strings"
	"testing"

	"cacheplay/wasm/trace"
)

// The article's program, run for real, gives these distances: write through
// sets at T, saves at T and gets at T + 2 s; write behind sets and gets at T'
// and saves at T' + 5 s.
func TestDistancesOfTheArticle(t *testing.T) {
	runs := presetRuns(t, "article")
	for _, row := range []struct {
		run  int
		call string
		at   int64
	}{
		{0, "CacheManager.set", 0},
		{0, "TrulyAwesomeBankAPIClient.save_transaction", 0},
		{0, "CacheManager.get", seconds(2)},
		{1, "CacheManager.set", 0},
		{1, "CacheManager.get", 0},
		{1, "TrulyAwesomeBankAPIClient.save_transaction", seconds(5)},
	} {
		tr, found := runs[row.run], false
		for i := range tr.Events {
			e := &tr.Events[i]
			if e.Kind == trace.Call && tr.Participants[e.To].Name+"."+e.Label == row.call {
				found = true
				if e.Arrives != row.at {
					t.Errorf("%s: %s at %d, not at %d", tr.Name, row.call, e.Arrives, row.at)
				}
			}
		}
		if !found {
			t.Errorf("%s: no %s", tr.Name, row.call)
		}
	}
}

// With Write Behind the bank has nothing while the clients are served, and the
// record once the worker is done.
func TestTheBankBeforeAndAfterSync(t *testing.T) {
	tr := presetRuns(t, "article")[1]
	for i := range tr.Events {
		switch held := tr.At(i + 1).Source[0].Exists; {
		case tr.Events[i].T < seconds(7) && held:
			t.Errorf("the bank has the record at %d", tr.Events[i].T)
		case tr.Events[i].Sense == trace.Done && !held:
			t.Error("the worker is done, and the bank has no record")
		}
	}
	want := `>>> Save transaction
[14:59:21.974325] CacheManager.set
>>> Get transaction
[14:59:21.974325] CacheManager.get

--------------------------------------------
|    AWESOME BANK DATABASE (before sync)   |
--------------------------------------------
{}

[14:59:26.974325] TrulyAwesomeBankAPIClient.save_transaction

--------------------------------------------
|    AWESOME BANK DATABASE (after sync)    |
--------------------------------------------
{
   "ID": {
      "id": "ID",
      "payment": {
         "amount": 100,
         "currency": "EUR",
         "type": "PAYMENT"
      }
   }
}
`
	if got := strings.ReplaceAll(tr.Console(), tr.Keys[0].UUID, "ID"); got != want {
		t.Errorf("got\n%s", got)
	}
}
