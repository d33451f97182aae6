package main

import "cacheplay/wasm/workload"

// writeWorkloads writes the ready-made workloads, and how a measure is bounded.
func writeWorkloads(w *writer) {
	w.heading("ready-made-workloads", "Ready-made workloads")
	w.put(`<p><code>"workload": {"like": "ycsb-b"}</code> is all that it takes to use one. What is given beside it takes the place of what that one has: with <code>"keys"</code> of one's own, <code>{"like": "ycsb-b", "keys": {"count": 1000000, "dist": "zipfian"}}</code> has its arrivals, its mix and its sizes. YCSB's E is not among them: it scans, which a cache of single keys cannot answer. Those of YCSB draw keys by Zipf's law itself, where YCSB scatters them over many more.</p>
`)
	w.open()
	for _, r := range workload.All() {
		w.row(r.Name, []string{r.Name}, "<p>"+w.linked(r.Doc)+"</p>")
	}
	w.close()
	w.heading("measures", "What is expected of measures")
	w.put(`<p>Under <code>expect</code> a measure has a bound: <code>"&lt; 5ms"</code>, <code>"&lt;= 0.1%"</code>, <code>"&gt; 90%"</code>, <code>"&gt;= 1000"</code>, or a value that it is exactly, <code>"0"</code>. Times have units as <a href="#duration">durations</a> do; shares are per cent, or parts of one; rates are a second, costs an hour. How much is visible and how much is old is told for a few times, as in <code>"visible.100ms": "&gt; 99.9%"</code> (<i>t-visibility</i>) and <code>"stale.1s": "0"</code>. Each measure has its meaning beside the <a href="#verdicts">verdicts</a>.</p>
`)
}
