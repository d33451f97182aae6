package main

import (
	"path/filepath"
	"strings"

	"cacheplay/scripts/program"
)

// addProgram compiles the engine.
func (s *site) addProgram(root string) error {
	linked, err := program.Compile(root, s.tags, false)
	if err != nil {
		return err
	}
	s.files["cacheplay.wasm"], s.noLines, err = program.Shrink(linked)
	if err != nil {
		return err
	}
	return s.addPacked(root)
}

// wasmExec is the glue between JavaScript and the program. It must be that of
// the toolchain that compiles.
func wasmExec(root string) (string, error) {
	goroot, err := program.Go(root, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	return filepath.Join(strings.TrimSpace(goroot), "lib", "wasm", "wasm_exec.js"), nil
}
