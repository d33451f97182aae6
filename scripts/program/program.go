// Package program compiles the engine into WebAssembly, makes the result small,
// and tells what it consists of. What it changes of a program it changes as a
// whole: a program that is not laid out as Go's linker does it is left alone, or
// refused.
package program

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

var errNotWasm = errors.New("the program is not laid out as expected of WebAssembly")

// inlining makes the program smaller where it need not be faster: calls are
// inlined only in the runtime, where scenarios are run, and where markup is
// written.
var inlining = []string{"-gcflags=all=-l", "-gcflags=runtime=", "-gcflags=internal/...=",
	"-gcflags=cacheplay/wasm/engine=", "-gcflags=cacheplay/wasm/explore=", "-gcflags=cacheplay/wasm/markup="}

// Compile compiles the engine of a checkout of the project, with build tags, as
// it comes from the linker. Neither the checkout's place nor its version
// control's state may show in it, or two builds of the same sources differ. The
// names of its functions, for Read, are left in on demand.
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

// Go runs the go command for the engine's platform, and returns what it prints.
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

// Shrink makes a program that compresses better and starts with the same memory,
// but for what it knows of its source's lines: see DropLines. It reports whether
// these could be dropped.
func Shrink(program []byte) (smaller []byte, noLines bool, err error) {
	smaller, err = changeMemory(program, func(memory []byte) { noLines = dropLines(memory) })
	return smaller, noLines, err
}
