package view

import (
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

func theSource(t *trace.Trace) string { return t.InSentence(strategy.Source) }

func theCache(t *trace.Trace) string { return t.InSentence(strategy.Cache) }

// InSentence returns the scenario's name for a participant as it is written
// inside a sentence.
func (v *View) InSentence(role strategy.Participant) string {
	return v.Variants[0].Trace.InSentence(role)
}
