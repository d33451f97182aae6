// Package program compiles the engine to WebAssembly, makes the result smaller,
// and tells what it consists of.
package program

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

var errLayout = errors.New("the program is not laid out as Go's linker lays out WebAssembly")

// inlined are the packages in which calls are inlined, which trades size for speed: in
// the runtime, where scenarios are run and judged, where workloads are drawn and measured
// and keys are evicted, and where markup is written. Without judge in it exploring takes a
// third longer; without random and workload an operation is drawn three times slower.
var inlined = []string{"runtime", "internal/...", "math/bits", "cacheplay/wasm/markup"}

// hot are those in which the most frequent calls of engine.pgo are inlined though what they
// call is large, since a call costs much in WebAssembly. The limits are for size: with 99.9 and
// 4000 the program would be 19 KB larger when packed. The profile need not be of this very
// code to be useful. Write it anew (package bench) when much of the engine has changed.
var hot = []string{"engine", "judge", "clock", "eviction", "explore", "load", "random", "workload"}

// inlining returns the compiler's flags for inlining in the checkout at root.
func inlining(root string) ([]string, error) {
	profile, err := filepath.Abs(filepath.Join(root, "scripts", "program", "engine.pgo"))
	if err != nil {
		return nil, err
	}
	flags := []string{"-pgo=" + profile, "-gcflags=all=-l"}
	for _, pkg := range inlined {
		flags = append(flags, "-gcflags="+pkg+"=")
	}
	for _, pkg := range hot {
		flags = append(flags, "-gcflags=cacheplay/wasm/"+pkg+"=-d=pgoinlinecdfthreshold=90,pgoinlinebudget=300")
	}
	return flags, nil
}

// Compile compiles the engine of the checkout at root with build tags, and
// returns the linker's output. With names, it keeps the names of functions,
// which Read needs. The same sources give the same bytes, wherever the checkout
// is and whatever the state of its version control.
func Compile(root, tags string, names bool) ([]byte, error) {
	dir, err := os.MkdirTemp("", "cacheplay-build-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "cacheplay.wasm")
	linking := "-s -w -buildid="
	if names {
		linking = "-w -buildid="
	}
	flags, err := inlining(root)
	if err != nil {
		return nil, err
	}
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags", linking, "-tags", tags, "-o", file}, flags...)
	if _, err := Go(root, append(args, "./wasm")...); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

// Go runs the go command for the engine's platform and returns its output.
func Go(root string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return string(out), nil
}
