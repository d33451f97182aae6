package play

import (
	"strings"
	"testing"

	"cacheplay/wasm/trace"
)

// The article's program, when it is run, calls at these times: with Write Through
// it sets and saves at once and gets after 2 s; with Write Behind it sets and gets
// at once and saves after 5 s.
func TestDistancesOfTheArticle(t *testing.T) {
	traces := tracesOf(t, "article")
	for _, row := range []struct {
		variant int
		call    string
		at      int64
	}{
		{variant: 0, call: "CacheManager.set", at: 0},
		{variant: 0, call: "TrulyAwesomeBankAPIClient.save_transaction", at: 0},
		{variant: 0, call: "CacheManager.get", at: seconds(2)},
		{variant: 1, call: "CacheManager.set", at: 0},
		{variant: 1, call: "CacheManager.get", at: 0},
		{variant: 1, call: "TrulyAwesomeBankAPIClient.save_transaction", at: seconds(5)},
	} {
		tr, found := traces[row.variant], false
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

// With Write Behind the source has nothing while the client is served, and the
// record once the worker is done.
func TestTheSourceBeforeAndAfterSync(t *testing.T) {
	tr := tracesOf(t, "article")[1]
	for i := range tr.Events {
		switch held := tr.At(i + 1).Source[0].Exists; {
		case tr.Events[i].T < seconds(7) && held:
			t.Errorf("the source has the record at %d", tr.Events[i].T)
		case tr.Events[i].Sense == trace.Done && !held:
			t.Error("the worker is done, and the source has no record")
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
