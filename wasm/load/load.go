// Package load measures what a system does under a workload: how long clients wait,
// how old what they read is, what a crash would lose, and what source and cache have
// to do for it. It counts, and never estimates.
//
// It depends on packages judge, engine and strategy. What it keeps does not grow with
// the length of a run, except for writes that nobody can see yet.
package load
