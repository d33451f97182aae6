// Package load measures a system under a workload: it counts what a run does, and
// never estimates.
package load
