package scenario

// PresetInfo describes a preset.
type PresetInfo struct {
	ID    string // the name of its file, without .json
	Title string // the scenario's name
	Group string // its heading in the gallery: a path for beginners, or the problem that it is about
	Sees  string // what one sees in it, in a line that does not answer what it asks

	text *string // the content of its file
}

// FirstSteps is the heading of the stories that make a path for beginners.
const FirstSteps = "First steps"

// presets lists the presets in the order in which they are offered: the path for beginners,
// and then by the problem that one has.
var presets = []PresetInfo{
	{"article", "The article", FirstSteps, "Who waits, and when does the bank know? One payment, in three ways.", &articleFile},
	{"cache-aside", "Cache Aside", FirstSteps, "A client looks into the cache, and asks the database where that has nothing.", &cacheAsideFile},
	{"write-through", "Write Through", FirstSteps, "The amount of a payment is changed, and a copy of it is in the cache.", &writeThroughFile},
	{"write-behind", "Write Behind", FirstSteps, "Four payments in a row and a slow bank: who waits, and how far behind is it?", &writeBehindFile},
	{"crash-before-sync", "A crash before the bank knows", FirstSteps, "A client pays, and a little later the Resource Manager crashes.", &crashBeforeSyncFile},

	{"write-around", "Write Around", "Something old is read", "A payment is changed at the bank, and the cache is not told.", &writeAroundFile},
	{"ttl", "A copy that expires", "Something old is read", "A rate changes at the bank. For how long is the old one read?", &ttlFile},
	{"stale-aside", "A read crosses a write", "Something old is read", "A reader is still asking the bank while a writer changes it.", &staleAsideFile},
	{"lease", "A read crosses a write, with a lease", "Something old is read", "The same race, with a token that a delete makes void.", &leaseFile},
	{"double-delete", "Delete first, delete twice", "Something old is read", "A copy is deleted before the bank is changed, and a reader comes in between.", &doubleDeleteFile},
	{"stale-while-revalidate", "Stale while revalidate", "Something old is read", "A copy has expired: an old answer may be given while a new one is fetched.", &staleWhileRevalidateFile},
	{"bypass", "A second service goes past the cache", "Something old is read", "Another service reads and writes the bank, and knows nothing of the cache.", &bypassFile},
	{"cdc", "The bank tells the cache", "Something old is read", "The bank itself says what has changed, a moment later.", &cdcFile},

	{"journal", "A crash, with a journal", "Told “done”, and lost", "Two payments are queued when the process crashes. It is up again 2 s later.", &journalFile},
	{"refused", "Refused after the answer", "Told “done”, and lost", "A client is told “done”, and then the bank refuses for good.", &refusedFile},
	{"dirty-eviction", "Room for one entry", "Told “done”, and lost", "The newest value is only in the cache, and its room is needed.", &dirtyEvictionFile},
	{"coalescing", "Three payments made one", "Told “done”, and lost", "Three payments onto one account wait in the queue, and are made one.", &coalescingFile},

	{"ambiguous-write", "A call that takes too long", "Done once, twice or never", "The bank is slow, and whoever has called it gives up after 2 s.", &ambiguousWriteFile},
	{"paid-twice", "The answer is lost", "Done once, twice or never", "The bank has paid, its answer is lost on the way, and the call is made again.", &paidTwiceFile},
	{"lost-order", "Two writers, two truths", "Done once, twice or never", "Two clerks change one payment. Do cache and bank agree in the end?", &lostOrderFile},

	{"bank-peak", "A peak that the bank cannot take", "The bank is slow or down", "Five clients pay at the same moment, and the bank serves one at a time.", &bankPeakFile},
	{"bank-down", "The bank is down for a while", "The bank is slow or down", "The bank is away for eight seconds, and a circuit breaker watches.", &bankDownFile},
	{"stampede", "Five clients, one expired copy", "The bank is slow or down", "The copy of an exchange rate expires, and five clients read it at once.", &stampedeFile},
	{"refresh-ahead", "Refreshed before it expires", "The bank is slow or down", "A rate is loaded again a little before its copy expires.", &refreshAheadFile},

	{"cache-inline", "Cache Inline", "Ways to read", "The Resource Manager looks into the cache for its client.", &cacheInlineFile},
	{"no-cache", "Without a cache", "Ways to read", "Every read goes to the database: what a cache is measured by.", &noCacheFile},
	{"primer", "Cold or warm start", "Ways to read", "An empty cache after a restart, or one that was filled before.", &primerFile},
}

// Presets lists the presets in the order in which they are offered.
func Presets() []PresetInfo { return append([]PresetInfo(nil), presets...) }

// Preset returns the JSON text of a preset.
func Preset(id string) (text []byte, ok bool) {
	for _, p := range presets {
		if p.ID == id {
			return []byte(*p.text), true
		}
	}
	return nil, false
}
