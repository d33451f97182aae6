package workload

import _ "embed"

// The files are embedded one by one, as those of the presets are.
var (
	//go:embed named/payment-peak.json
	paymentPeakFile string
	//go:embed named/product-catalogue.json
	productCatalogueFile string
	//go:embed named/social-feed.json
	socialFeedFile string
	//go:embed named/ycsb-a.json
	ycsbAFile string
	//go:embed named/ycsb-b.json
	ycsbBFile string
	//go:embed named/ycsb-c.json
	ycsbCFile string
	//go:embed named/ycsb-d.json
	ycsbDFile string
	//go:embed named/ycsb-f.json
	ycsbFFile string
)

// Ready is a ready-made workload.
type Ready struct {
	Name string // that of its file, without .json
	Doc  string // what it is like, in a sentence

	text *string // the content of its file
}

// ready lists the ready-made workloads in the order in which they are offered. Those of
// YCSB are its core workloads, with 1000 records of 1000 bytes: the "zipfian" ones in its
// sense, without its scattering of popular keys, which changes nothing here. YCSB's E
// scans, which a cache of single keys cannot serve.
//
// Source: the files workloads/workloada to workloadf of brianfrankcooper/YCSB, and Cooper
// et al., "Benchmarking Cloud Serving Systems with YCSB" (SoCC 2010).
var ready = []Ready{
	{"ycsb-a", "YCSB's workload A, update heavy: half reads, half edits, such as a store of sessions.", &ycsbAFile},
	{"ycsb-b", "YCSB's workload B, read mostly: 95 reads to 5 edits, such as tags of photographs.", &ycsbBFile},
	{"ycsb-c", "YCSB's workload C, read only, such as profiles that are made elsewhere.", &ycsbCFile},
	{"ycsb-d", "YCSB's workload D, read latest: what was created last is read most, such as updates of a status.", &ycsbDFile},
	{"ycsb-f", "YCSB's workload F: half reads, half reads whose record is then edited, by 100 clients that wait for their answers.", &ycsbFFile},
	{"product-catalogue", "A shop: 200000 products, some of them popular, prices that change now and then, and three times as many visitors after each newsletter.", &productCatalogueFile},
	{"payment-peak", "The article's bank: payments are created and looked at, and for one minute there are ten times as many.", &paymentPeakFile},
	{"social-feed", "A feed of posts: the newest are read most, and a day of 24 minutes has its nights and evenings.", &socialFeedFile},
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
			return []byte(*ready[i].text), true
		}
	}
	return nil, false
}
