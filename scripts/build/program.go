package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// inlining makes the program smaller where it need not be faster: calls are
// inlined only in the runtime and where scenarios are run.
var inlining = []string{"-gcflags=all=-l", "-gcflags=runtime=", "-gcflags=internal/...=",
	"-gcflags=cacheplay/wasm/engine=", "-gcflags=cacheplay/wasm/explore="}

// addProgram compiles the engine. Neither the checkout's place nor its version
// control's state may show in it, or two builds of the same sources differ.
func (s *site) addProgram(root string) error {
	dir, err := os.MkdirTemp("", "cacheplay-build-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "cacheplay.wasm")
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-tags", s.tags, "-o", file}
	args = append(args, inlining...)
	if _, err = goTool(root, []string{"GOOS=js", "GOARCH=wasm"}, append(args, "./wasm")...); err != nil {
		return err
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	s.files["cacheplay.wasm"], err = changeMemory(program, func(memory []byte) {
		s.noLines = dropLines(memory)
	})
	if err != nil {
		return err
	}
	return s.addPacked(root)
}

// wasmExec is the glue between JavaScript and the program. It must be that of
// the toolchain that compiles.
func wasmExec(root string) (string, error) {
	goroot, err := goTool(root, nil, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	return filepath.Join(strings.TrimSpace(goroot), "lib", "wasm", "wasm_exec.js"), nil
}

// goTool runs the go command in the project and returns what it prints.
func goTool(root string, env []string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return string(out), nil
}
