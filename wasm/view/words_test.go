package view

import (
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// preset returns a built-in scenario with a merge patch, in which ' stands for
// ".
func preset(t *testing.T, id, patch string) *scenario.Scenario {
	t.Helper()
	text, ok := scenario.Preset(id)
	if !ok {
		t.Fatalf("there is no preset %q", id)
	}
	tree, err := jsontree.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	change, err := jsontree.Parse([]byte(strings.ReplaceAll(patch, `'`, `"`)))
	if err != nil {
		t.Fatal(err)
	}
	s, errs := scenario.Decode(jsontree.MergePatch(tree, change))
	if errs != nil {
		t.Fatalf("%s, %s: %v", id, patch, errs)
	}
	return s
}

func played(t *testing.T, s *scenario.Scenario) *View {
	t.Helper()
	v, errs := Play(s, Options{Options: diagram.Options{Width: 500}})
	if errs != nil {
		t.Fatal(errs)
	}
	return v
}

// sentences returns the text of a view, then the sentence of each variant
// after its name.
func sentences(v *View) []string {
	out := []string{Plain(v.Text)}
	for i := range v.Variants {
		if words := Plain(v.Variants[i].Sentence); words != "" {
			out = append(out, v.Variants[i].Trace.Name+": "+words)
		}
	}
	return out
}

func compareLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "", ""
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("%s\n got %s\nwant %s", what, g, w)
		}
	}
}

// TestSentencesOfThePresets states what every preset says.
func TestSentencesOfThePresets(t *testing.T) {
	want := map[string][]string{
		"article": {
			"Where does the client wait, and when does the Awesome Bank database know? Two time stamps that the article prints are out of order: its Write Behind stores the payment at 14:59:24.976378 and reads it from the CacheManager at 14:59:21.978355, before it was there. The program it describes, run for real, gives the order and the distances shown here.",
			"Write Through: The client waits 2 s while the payment goes into the CacheManager and then the Awesome Bank database; the next read comes from the CacheManager at once.",
			"Write Behind: The client is answered at once; the worker calls the Awesome Bank database after 5 s, which has it after 7 s; a crash before that call loses it.",
			"Write Around: The client waits 2 s for the Awesome Bank database, and the CacheManager is not told: nothing was cached, so the first read waits 1.5 s.",
		},
		"write-through": {
			"A payment of 100 EUR is in the cache, and somebody changes the amount. Is the next read given the old amount or the new one? Write Through changes the copy in the cache as well; Write Around changes the bank only.",
			"Write Through: The new amount goes into the cache and then to the bank, so the change is answered in 2 s. The read is answered at once with 120 EUR. The bank holds 120 EUR.",
			"Write Around: The new amount goes to the bank only, and the change is answered in 2 s. The read is answered at once with 100 EUR, the old amount from the cache. The bank holds 120 EUR.",
		},
		"write-behind": {
			"Four payments in a row, and a bank that is slow. With Write Through the client waits for the bank each time. With Write Behind a worker brings the payments to the bank later, while the client goes on.",
			"Write Through: Every payment waits for the bank: the first is answered in 2 s, the last in 2 s. What the client then reads, the bank has.",
			"Write Behind: The first payment is answered at once, the last at once. A worker does the rest: the bank has the first payment after 3 s and the last after 9 s. Until then the cache is ahead of the bank, and the read gets 40 EUR from there at once.",
		},
		"write-around": {
			"The amount of a payment is changed at the bank, and the cache is not told. What the next read gets depends on one thing: was the payment cached before?",
			"Cached before: The cache still has the old copy: the first read gets 100 EUR at once, though the bank holds 120 EUR. When the second read comes, the copy has expired: it gets 120 EUR from the bank in 1.5 s.",
			"Not cached before: There is no copy that could be old: the first read asks the bank, and gets 120 EUR in 1.5 s. It leaves a copy in the cache, and the second read gets 120 EUR at once.",
		},
		"crash-before-sync": {
			"A client pays, and a little later the Resource Manager crashes. What had the client been told, and what will the bank ever know?",
			"Write Behind: The client is told at once that the payment is done. The payment was only in the cache and in the queue, and the crash takes both: the bank will never have it. A later read of the amount finds nothing.",
			"Write Through: The client is told in 2 s that the payment is done, and the bank has it by then: whenever the crash comes, what the client was told is true. A later read of the amount finds 100.",
		},
		"cache-inline": {
			"The client reads the same profile twice. It only talks to the Resource Manager, who looks into the cache first. The first read finds nothing there, so the Resource Manager asks the database and keeps a copy: the answer comes in 340 ms. The second read finds the copy and is answered in 20 ms.",
		},
		"cache-aside": {
			"The client reads the same profile twice, and does all the work itself: it looks into the cache, asks the database where that has nothing, and stores a copy for the next time. The first read finds no copy and is done in 330 ms; the second finds the copy and is done in 10 ms.",
		},
		"no-cache": {
			"The client reads the same profile twice and asks the database both times: the first read is done in 310 ms, the second in 310 ms. Nothing can be old here, and nothing gets faster.",
		},
		"primer": {
			"After every restart a cache is empty, and whoever comes first waits. A primer fills it before anybody asks.",
			"Cold start: The cache is empty: the profile is there in 400 ms, the balance in 400 ms. Only the second look at the balance is answered from the cache: it is there at once.",
			"Warm start: The cache was filled before the first client came: the profile is there at once, the balance at once.",
		},
		"ttl": {
			"The bank changes an exchange rate, and the cache is not told: only its time to live makes an old copy go away. The first read finds no copy and gets the rate from the bank in 500 ms. The second comes after the change and is answered from the cache at once with 1.08, the old rate. When the third comes the copy has expired: it gets 1.12, the new rate, from the bank in 500 ms.",
		},
		"stale-aside": {
			"A reader finds nothing in the cache and asks the bank; the answer takes 3 s, and the reader keeps a copy of it in the cache. A writer changes the balance at the bank and deletes the copy from the cache. But the reader asked before the change and stores its answer after the delete: the copy says 100 EUR, the bank 40 EUR, and that copy stays until something removes it.",
		},
		"lost-order": {
			"Two clerks change the same payment, one shortly after the other, with Write Through: first the cache, then the bank. The bank is not equally fast every time. The first change is answered in 2.41 s, the second in 1.22 s. So the changes reach the bank in the other order than the cache: the bank keeps 120 EUR, the cache keeps 150 EUR, and a later read gets 150 EUR.",
		},
		"bank-peak": {
			"Five clients pay at the same moment, and the bank serves one payment at a time.",
			"Write Through: The bank’s queue is the clients’ queue: the first waits 2 s, the fifth 10 s.",
			"Write Behind: Every client is answered at once. The worker brings the payments to the bank one after the other: up to 5 wait in the queue, and the bank has the last one after 10 s.",
		},
		"bank-down": {
			"A client pays every three seconds. From 2 s to 10 s the bank cannot be reached. The Data Accessor waits 1 s for an answer; after two failures in a row its circuit breaker opens and refuses at once, for 4 s.",
			"Write Behind: The client sees no change until the queue is full, which then refuses 1 of its five payments. Up to 3 wait in the queue; when the bank is back the worker brings them there, and it has the one made at 3 s after 9.2 s.",
			"Write Through: The client is not told “done” for 3 of its five payments: for the one at 3 s it waits 1 s and then does not know, and the one at 9 s fails at once, since the circuit breaker is open. All these it has to pay again.",
		},
		"journal": {
			"Two payments are in the write-behind queue when the Resource Manager crashes. It is up again 2 s later.",
			"With a journal: The restart reads the journal and goes on where the worker was: the bank has the first payment after 6 s and the second after 8 s.",
			"Without: The client was told “done” at once both times. The queue was only in memory, and the crash takes both payments along.",
		},
		"refused": {
			"With Write Behind a client is told “done” before the bank has been asked. The bank refuses the first of three payments for good: the account is closed.",
			"Tried again in its place: The queue is blocked: the refused payment stays at its head, and 3 payments wait there of which the client was told that they are done.",
			"Set aside: The refused payment becomes a dead letter for somebody to look at, and the others go on: the bank has them after 2 s and 3 s. The first client still believes it was paid.",
		},
		"paid-twice": {
			"A client pays 100 EUR. The bank makes the payment, but its answer is lost on the way; after 3 s the Data Accessor gives up waiting and tries again.",
			"Just tried again: The client is told in 4.5 s that it is done. The bank has made the payment 2 times.",
			"With an idempotency key: The same answer after 4.5 s. The second attempt carries the same key, and the bank knows that it has made this payment already.",
		},
		"ambiguous-write": {
			"A client changes the amount of a payment with Write Through. The bank does it, but slowly: the Data Accessor waits 2 s and gives up.",
			"Kept: After 2 s the client is told that nobody knows: outcome unknown. The cache already shows 120, and the bank has it after 4 s.",
			"Rolled back: The cache takes the change back, and the read gets 100 from the bank. Then the bank finishes after all, after 4 s: now the cache keeps an old copy, and a later read gets 100.",
		},
		"dirty-eviction": {
			"With Write Behind the newest value is only in the cache until the worker comes. Here the cache has room for one entry, and somebody reads another one.",
			"Evicted: The read of the rate evicts the balance, whose new value the bank does not have yet. The client reads its balance and gets 100 from the Bank. The bank has its change after 5 s.",
			"Pinned: The entry is pinned until its write is done, and the rate has to go instead: the client reads 40, at once.",
			"Staged: It is evicted, but a read that misses also looks into the queue: the client reads 40, at once.",
		},
		"coalescing": {
			"Three payments go onto the same account while the worker pauses. To save calls, writes that wait for the same key are coalesced into one.",
			"The last wins: Calls to the bank: 1 instead of three. The payments before the last are lost: it took their place, as if it were a new value and not one more payment.",
			"Merged: Calls to the bank: 1 instead of three. The bank has all three payments after 3 s.",
			"Not coalesced: Calls to the bank: 3, one after the other. The bank has the last payment after 5 s.",
		},
		"stampede": {
			"Five clients read the same exchange rate every few seconds. At 4 s its copy expires, and all find it gone at once.",
			"Everybody asks: Calls to the bank: 5, of which it serves one at a time. The last client waits 5 s.",
			"Single flight: Calls to the bank: 1. The other clients wait for that answer and share it after 1 s.",
		},
		"lease": {
			"The race that keeps an old value: a reader asks the bank, a writer changes it and deletes the copy, and then the reader stores what it was told. With a lease, whoever misses gets a token that a delete makes void.",
			"With a lease: The delete has made the reader’s token void, so its value is not stored. The later read asks the bank and gets 40 in 3 s.",
			"Without: The reader stores the old value after the delete. The later read gets 100 from the Cache, which is old.",
		},
		"double-delete": {
			"A writer deletes the copy from the cache and then changes the bank. In between a reader misses, and fetches the old value.",
			"Delete first: The reader puts the old value back into the cache just after the delete. A read two seconds later gets 100, although the bank has 40: and so it stays.",
			"Double delete: A second delete, a while after the save, removes what such a reader put back. Too late for the read in between, which gets 100; the next one gets 40.",
		},
		"refresh-ahead": {
			"A rate is read every two seconds, and its copy lives for five. Who waits for the bank when it has to be loaded again?",
			"Refresh ahead: A read of a copy in the second half of its life is answered at once and also loads it anew in the background: nobody waits. In all, calls to the bank: 2.",
			"Cache Inline: The copy expires, and the read that comes next waits 800 ms for the bank. In all, calls to the bank: 1.",
		},
		"stale-while-revalidate": {
			"A rate changes at the bank at 3 s; its copy in the cache expires at 5 s. A client reads at 6 s and at 8 s.",
			"Stale while revalidate: The copy has just expired, and the client gets it all the same, at once: 1.08, which is old. In the background it is loaded anew, and the next read gets 1.12, at once.",
			"Cache Inline: The copy has expired: the client waits 1 s and gets 1.12, which is right.",
		},
		"cdc": {
			"A back office changes a balance directly at the bank, past the cache. With change data capture the bank’s own change feed tells the cache to forget its copy.",
			"With a change feed: The feed’s news is on its way for a second: the read meanwhile gets 100, which is old. The next one gets 40, from the Bank.",
			"Without: Nobody tells the cache: both reads get 100, which is old, and so it stays.",
		},
		"bypass": {
			"The app reads and writes through its cache, Write Behind. A back office of another team reads and writes the same bank, and knows nothing of that cache. At 1 s it reads 100: the app’s change is still in the queue, and reaches the bank after 3.5 s. At 5 s it changes the amount to 90, and nobody tells the cache: the app then reads 120, which is old.",
		},
	}
	for _, p := range scenario.Presets() {
		compareLines(t, p.ID, sentences(played(t, preset(t, p.ID, "{}"))), want[p.ID])
	}
}

// TestSentencesAfterAChange states what presets say with other settings.
func TestSentencesAfterAChange(t *testing.T) {
	for _, row := range []struct {
		id, patch string
		variant   int // -1: the scenario's text
		want      string
	}{
		{
			id:      "article",
			patch:   `{'source': {'writeLatency': '0s'}}`,
			variant: 0,
			want:    "The client does not wait while the payment goes into the CacheManager and then the Awesome Bank database; the next read comes from the CacheManager at once.",
		},
		{
			id:      "article",
			patch:   `{'source': {'writeLatency': '0s', 'readLatency': '0s'}}`,
			variant: 2,
			want:    "The client does not wait for the Awesome Bank database, and the CacheManager is not told: nothing was cached, so the first read does not wait.",
		},
		{
			id:      "article",
			patch:   `{'writeBehind': {'writeDelay': '0s'}}`,
			variant: 1,
			want:    "The client is answered at once; the worker calls the Awesome Bank database at once, which has it after 2 s; a crash before that call loses it.",
		},
		{
			id:      "article",
			patch:   `{'network': {'latency': '10ms'}}`,
			variant: 0,
			want:    "The client waits 2.03 s while the payment goes into the CacheManager and then the Awesome Bank database; the next read comes from the CacheManager in 20 ms.",
		},
		{
			id:      "article",
			patch:   `{'faults': [{'fault': 'crash', 'at': '3s'}]}`,
			variant: 1,
			want:    "The client is answered at once; the crash takes the payment along, and the Awesome Bank database never has it.",
		},
		{
			id:      "article",
			patch:   `{'faults': [{'fault': 'crash', 'at': '1s'}]}`,
			variant: 0,
			want:    "The client is never told whether the Awesome Bank database has the payment; the next read does not come from the CacheManager.",
		},
		{
			id:      "write-through",
			patch:   `{'faults': [{'fault': 'crash', 'at': '1s'}]}`,
			variant: 0,
			want:    "The change is not answered: the client cannot know whether the bank has it. The read is answered in 1.5 s with 100 EUR. The bank holds 120 EUR.",
		},
		{
			id:      "write-behind",
			patch:   `{'writeBehind': {'workers': 4}}`,
			variant: 1,
			want:    "The first payment is answered at once, the last at once. A worker does the rest: the bank has the first payment after 3 s and the last after 3 s. Until then the cache is ahead of the bank, and the read gets 40 EUR from there at once.",
		},
		{
			id:      "write-behind",
			patch:   `{'faults': [{'fault': 'crash', 'at': '4s'}]}`,
			variant: 1,
			want:    "The first payment is answered at once, the last at once. A crash takes the payments that the worker has not brought to the bank yet: the last one is gone, though its client was told that it is done. Until then the cache is ahead of the bank, and the read gets 40 EUR from there at once.",
		},
		{
			id:      "write-behind",
			patch:   `{'faults': [{'fault': 'crash', 'at': '4s'}]}`,
			variant: 0,
			want:    "Every payment waits for the bank: the first is answered in 2 s, the last in 2 s. What the client then reads, the bank has.",
		},
		{
			id:      "write-around",
			patch:   `{'cache': {'ttl': '20s'}}`,
			variant: 0,
			want:    "The cache still has the old copy: the first read gets 100 EUR at once, though the bank holds 120 EUR. The copy has not expired when the second read comes, which gets 100 EUR, still the old amount.",
		},
		{
			id:      "write-around",
			patch:   `{'cache': {'ttl': '1s'}}`,
			variant: 0,
			want:    "The first read gets 120 EUR, which is right. When the second read comes, the copy has expired: it gets 120 EUR from the bank in 1.5 s.",
		},
		{
			id:      "write-around",
			patch:   `{'cache': {'ttl': '1s'}}`,
			variant: 1,
			want:    "There is no copy that could be old: the first read asks the bank, and gets 120 EUR in 1.5 s. The copy that it leaves in the cache has expired when the second read comes.",
		},
		{
			id:      "crash-before-sync",
			patch:   `{'faults': [{'fault': 'crash', 'at': '6s'}]}`,
			variant: 0,
			want:    "The client is told at once that the payment is done. The bank has it after 7 s. A later read of the amount finds 100.",
		},
		{
			id:      "crash-before-sync",
			patch:   `{'faults': [{'fault': 'crash', 'at': '1s'}]}`,
			variant: 1,
			want:    "The crash comes before the answer: the client is told nothing, and the bank has the payment after 2 s. A later read of the amount finds 100.",
		},
		{
			id:      "ttl",
			patch:   `{'cache': {'ttlMode': 'access'}}`,
			variant: -1,
			want:    "The bank changes an exchange rate, and the cache is not told: only its time to live makes an old copy go away. The first read finds no copy and gets the rate from the bank in 500 ms. The second comes after the change and is answered from the cache at once with 1.08, the old rate. The third gets 1.08: the copy has not expired yet.",
		},
		{
			id:      "ttl",
			patch:   `{'cache': {'ttl': '1s'}}`,
			variant: -1,
			want:    "The bank changes an exchange rate, and the cache is not told: only its time to live makes an old copy go away. The first read finds no copy and gets the rate from the bank in 500 ms. The second gets 1.12, the rate of that moment. When the third comes the copy has expired: it gets 1.12, the new rate, from the bank in 500 ms.",
		},
		{
			id:      "stale-aside",
			patch:   `{'source': {'readLatency': '1s'}}`,
			variant: -1,
			want:    "A reader finds nothing in the cache and asks the bank; the answer takes 1 s, and the reader keeps a copy of it in the cache. A writer changes the balance at the bank and deletes the copy from the cache. With these times the next read gets 40 EUR, what the bank held when it was asked.",
		},
		{
			id:      "stale-aside",
			patch:   `{'cache': {'ttl': '1s'}}`,
			variant: -1,
			want:    "A reader finds nothing in the cache and asks the bank; the answer takes 3 s, and the reader keeps a copy of it in the cache. A writer changes the balance at the bank and deletes the copy from the cache. With these times the next read gets 40 EUR, what the bank held when it was asked.",
		},
		{
			id:      "lost-order",
			patch:   `{'source': {'writeLatency': '1s'}}`,
			variant: -1,
			want:    "Two clerks change the same payment, one shortly after the other, with Write Through: first the cache, then the bank. The bank is not equally fast every time. The first change is answered in 1 s, the second in 1 s. This time they reach the bank in the same order as the cache: both hold 150 EUR.",
		},
		{
			id:      "lost-order",
			patch:   `{'source': {'writeLatency': '0s'}}`,
			variant: -1,
			want:    "Two clerks change the same payment, one shortly after the other, with Write Through: first the cache, then the bank. The bank is not equally fast every time. The first change is answered at once, the second at once. This time they reach the bank in the same order as the cache: both hold 150 EUR.",
		},
		{
			id:      "primer",
			patch:   `{'faults': [{'fault': 'crash', 'at': '0s'}]}`,
			variant: 1,
			want:    "The profile is not in the cache any more: the bank gives it in 400 ms.",
		},
		{
			id:      "primer",
			patch:   `{'faults': [{'fault': 'crash', 'at': '1s'}]}`,
			variant: 0,
			want:    "The cache is empty: the profile is there in 400 ms, the balance in 400 ms. The second look at the balance asks the bank again, which gives it in 400 ms.",
		},
		{
			id:      "cache-inline",
			patch:   `{'network': {'latency': '0s'}, 'source': {'readLatency': '0s'}}`,
			variant: -1,
			want:    "The client reads the same profile twice. It only talks to the Resource Manager, who looks into the cache first. The first read finds nothing there, so the Resource Manager asks the database and keeps a copy: the answer comes at once. The second read finds the copy and is answered at once.",
		},
		{
			id:      "cache-aside",
			patch:   `{'network': {'latency': '0s'}}`,
			variant: -1,
			want:    "The client reads the same profile twice, and does all the work itself: it looks into the cache, asks the database where that has nothing, and stores a copy for the next time. The first read finds no copy and is done in 300 ms; the second finds the copy and is done at once.",
		},
		{
			id:      "no-cache",
			patch:   `{'network': {'latency': '0s'}, 'source': {'readLatency': '0s'}}`,
			variant: -1,
			want:    "The client reads the same profile twice and asks the database both times: the first read is done at once, the second at once. Nothing can be old here, and nothing gets faster.",
		},
	} {
		v := played(t, preset(t, row.id, row.patch))
		got := Plain(v.Text)
		if row.variant >= 0 {
			got = Plain(v.Variants[row.variant].Sentence)
		}
		if got != row.want {
			t.Errorf("%s, %s\n got %s\nwant %s", row.id, row.patch, got, row.want)
		}
	}
}

// TestFigures states the words of figures.
func TestFigures(t *testing.T) {
	const story = `{'version': 1, 'source': {'readLatency': '1500ms', 'writeLatency': '2s', 'records': {'k': {'amount': 1}, 'old': [1, 'x', null]}},
		'cache': {'primer': ['k']}, 'clients': [{'ops': [
			{'op': 'edit', 'key': 'k', 'value': {'amount': 2, 'note': 'two'}}, {'op': 'get', 'key': 'k'}, {'op': 'get', 'key': 'none'}, {'op': 'delete', 'key': 'k'}]}], MEMBERS 'text': 'TEXT'}`
	const (
		through = `'write': 'write-through',`
		behind  = `'write': 'write-behind', 'writeBehind': {'writeDelay': '5s'},`
		around  = `'write': 'write-around',`
		crash   = behind + `'faults': [{'fault': 'crash', 'at': '3s', 'restartAfter': '1h'}],`
	)
	for _, row := range []struct{ members, text, want string }{
		{
			members: through,
			text:    "{write.wait}",
			want:    "2 s",
		},
		{
			members: behind,
			text:    "{write.wait}",
			want:    "at once",
		},
		{
			members: behind,
			text:    "answered in {write.wait}",
			want:    "answered at once",
		},
		{
			members: through,
			text:    "answered in {write.wait}",
			want:    "answered in 2 s",
		},
		// a preposition is dropped only in the middle of a sentence
		{
			members: behind,
			text:    "In {write.wait}",
			want:    "In at once",
		},
		{
			members: behind,
			text:    "begin {write.wait}",
			want:    "begin at once",
		},
		{
			members: behind,
			text:    "The client waits {write.wait}.",
			want:    "The client does not wait.",
		},
		{
			members: through,
			text:    "The client waits {write.wait}.",
			want:    "The client waits 2 s.",
		},
		{
			members: behind,
			text:    "{write.called} {write.held} {write.lag}",
			want:    "5 s 7 s 7 s",
		},
		{
			members: through,
			text:    "{write.called} {write.held} {write.lag}",
			want:    "at once 2 s at once",
		},
		{
			members: through,
			text:    "asked after {write.called}, held after {write.held}",
			want:    "asked at once, held after 2 s",
		},
		{
			members: crash,
			text:    "called after {write.called}, held after {write.held}, lag {write.lag}",
			want:    "called never, held never, lag never",
		},
		{
			members: behind,
			text:    "{C1/4.held} {C1/4.outcome}",
			want:    "7.5 s ok",
		},
		{
			members: crash,
			text:    "{C1/1.outcome} {C1/3.outcome}",
			want:    "ok ok",
		},
		{
			members: through,
			text:    "{write.value} {write.value.amount} {write.value.note} {write.value.nothing}",
			want:    `{"amount":2,"note":"two"} 2 two nothing`,
		},
		{
			members: around,
			text:    "{read.value.amount} from {read.from}, {C1/3.value} from {C1/3.from}",
			want:    "1 from Cache, nothing from Source",
		},
		{
			members: through,
			text:    "{source.value.k} {cache.value.k} {source.value.none}",
			want:    "nothing nothing nothing",
		},
		{
			members: through,
			text:    "{source.value.old} {cache.value.old}",
			want:    `[1,"x",null] nothing`,
		},
		{
			members: around,
			text:    "{read.hit ? hit | miss} {C1/3.hit ? hit | miss}",
			want:    "hit miss",
		},
		{
			members: around,
			text:    "{read.stale ? old {read.wait} | new}",
			want:    "old at once",
		},
		{
			members: through,
			text:    "{read.stale ? old | new {read.wait}}",
			want:    "new at once",
		},
		{
			members: crash,
			text:    "{write.ok ? ok | no} {write.lost ? lost | safe}",
			want:    "ok lost",
		},
		{
			members: behind,
			text:    "{write.ok ? ok | no} {write.lost ? lost | safe}",
			want:    "ok safe",
		},
		{
			members: through,
			text:    "{{braces}} stay",
			want:    "{braces} stay",
		},
	} {
		text := strings.Replace(strings.Replace(story, "MEMBERS", row.members, 1), "TEXT", row.text, 1)
		s, errs := scenario.Parse([]byte(strings.ReplaceAll(text, `'`, `"`)))
		if errs != nil {
			t.Fatalf("%s: %v", row.text, errs)
		}
		if got := Plain(played(t, s).Text); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.text, got, row.want)
		}
	}
}

// Figures are marked in the words around them.
func TestFiguresStandOut(t *testing.T) {
	v := played(t, preset(t, "article", "{}"))
	var figures []string
	for _, s := range v.Variants[1].Sentence {
		if s.Figure {
			figures = append(figures, s.Text)
		}
	}
	if got := strings.Join(figures, ", "); got != "at once, 5 s, 7 s" {
		t.Error(got)
	}
}
