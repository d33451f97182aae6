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

// inlining trades speed for size: calls are inlined only in the runtime, where
// scenarios are run and judged, where workloads are drawn and measured and keys are
// evicted, and where markup is written. Without judge in it exploring takes a third
// longer; without random and workload an operation is drawn three times slower.
var inlining = []string{"-gcflags=all=-l", "-gcflags=runtime=", "-gcflags=internal/...=",
	"-gcflags=cacheplay/wasm/engine=", "-gcflags=cacheplay/wasm/judge=", "-gcflags=cacheplay/wasm/clock=",
	"-gcflags=cacheplay/wasm/eviction=", "-gcflags=cacheplay/wasm/explore=", "-gcflags=cacheplay/wasm/load=",
	"-gcflags=cacheplay/wasm/random=", "-gcflags=cacheplay/wasm/workload=", "-gcflags=cacheplay/wasm/markup="}

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
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags", linking, "-tags", tags, "-o", file}, inlining...)
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
