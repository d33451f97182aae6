package main

import (
	"maps"
	"testing"
)

func TestCodeIsAddedUpByPackage(t *testing.T) {
	got := byPackage(map[string]int{
		"cacheplay_wasm_engine.__Model_.Step":               1,
		"cacheplay_wasm_engine.init.0":                      2,
		"github.com_hack_pad_safejs.Global":                 4,
		"slices.SortFunc_go.shape.__cacheplay_wasm_trace.X": 8,
		"runtime.mallocgc":                                  16,
		"type_.eq.cacheplay_wasm_engine.Op":                 32,
		"_rt0_wasm_js":                                      64,
	}, []string{"runtime", "slices", "cacheplay/wasm/engine", "cacheplay/wasm/trace", "github.com/hack-pad/safejs"})
	want := map[string]int{"cacheplay/wasm/engine": 3, "github.com/hack-pad/safejs": 4, "slices": 8, "runtime": 16, "(made by the compiler)": 96}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
