package workload

import "embed"

//go:embed named/*.json
var files embed.FS

// Ready is a ready-made workload.
type Ready struct {
	Name string // that of its file, without .json
	Doc  string // what it is like, in a sentence
}

// ready lists the ready-made workloads in the order in which they are offered. Those of
// YCSB are its core workloads, with 1000 records of 1000 bytes: the "zipfian" ones in its
// sense, without its scattering of popular keys, which changes nothing here. YCSB's E
// scans, which a cache of single keys cannot serve.
//
// Source: the files workloads/workloada to workloadf of brianfrankcooper/YCSB, and Cooper
// et al., "Benchmarking Cloud Serving Systems with YCSB" (SoCC 2010).
var ready = []Ready{
	{"ycsb-a", "YCSB's workload A, update heavy: half reads, half edits, such as a store of sessions."},
	{"ycsb-b", "YCSB's workload B, read mostly: 95 reads to 5 edits, such as tags of photographs."},
	{"ycsb-c", "YCSB's workload C, read only, such as profiles that are made elsewhere."},
	{"ycsb-d", "YCSB's workload D, read latest: what was created last is read most, such as updates of a status."},
	{"ycsb-f", "YCSB's workload F: half reads, half reads whose record is then edited, by 100 clients that wait for their answers."},
	{"product-catalogue", "A shop: 200000 products, some of them popular, prices that change now and then, and three times as many visitors after each newsletter."},
	{"payment-peak", "The article's bank: payments are created and looked at, and for one minute there are ten times as many."},
	{"social-feed", "A feed of posts: the newest are read most, and a day of 24 minutes has its nights and evenings."},
}

// All lists the ready-made workloads in the order in which they are offered.
func All() []Ready { return append([]Ready(nil), ready...) }

// Names lists their names.
func Names() []string {
	names := make([]string, len(ready))
	for i := range ready {
		names[i] = ready[i].Name
	}
	return names
}

// Named returns the JSON text of a ready-made workload, as a scenario has it under
// "workload".
func Named(name string) (text []byte, ok bool) {
	for i := range ready {
		if ready[i].Name == name {
			text, err := files.ReadFile("named/" + name + ".json")
			return text, err == nil
		}
	}
	return nil, false
}
