// Package random gives every concern of a run its own seeded stream of
// numbers, and the distributions that delays are drawn from.
//
// It uses integer arithmetic alone: streams are SplitMix64, and every
// distribution is drawn by inversion (one word of the stream is a probability,
// the delay is its quantile) in fixed point, from the tables in tables.go.
//
// It guarantees the same bits on every platform, natively and as WebAssembly:
// no floating point takes part, because math.Exp, math.Log and fused
// multiply-add may differ between processors. A seed that is part of a link
// must show its reader what its author saw; so the draws of a seed are part of
// the package's interface, and its tests hold them fixed.
//
// Numbers in fixed point are called by the count of their fractional bits: in
// Q32, 1<<32 stands for one.
package random

//go:generate go run ./internal/tables
