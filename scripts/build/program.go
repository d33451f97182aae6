package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"cacheplay/scripts/program"
)

// The names of the program's files in the site.
const (
	// plainProgram is the program as browsers run it.
	plainProgram = "cacheplay.wasm"
	// packedProgram is the compressed program, which web/engine/lzma.js unpacks.
	packedProgram = "cacheplay.wasm.lzma"
)

// addProgram compiles the engine, and packs it if that is wanted and possible.
func (s *site) addProgram(root string) error {
	compiled, err := program.Compile(root, s.tags, false)
	if err != nil {
		return err
	}
	shrunk, err := program.Shrink(compiled)
	if err != nil {
		return err
	}
	s.files[plainProgram] = shrunk
	if !s.pack {
		return nil
	}
	switch packed, err := xz(shrunk); {
	case errors.Is(err, exec.ErrNotFound):
		return nil // the page starts with the plain program
	case err != nil:
		return err
	default:
		s.files[packedProgram] = packed
		return nil
	}
}

// xz compresses with the command xz, to seven tenths of what the gzip of a host
// achieves. pb=0 suits WebAssembly, which aligns nothing, and lzma.js can read no
// other value. The dictionary is larger than the program.
func xz(content []byte) ([]byte, error) {
	cmd := exec.Command("xz", "--format=lzma", "--lzma1=preset=9e,pb=0,dict=16MiB", "--stdout")
	cmd.Env = append(os.Environ(), "XZ_DEFAULTS=", "XZ_OPT=")
	cmd.Stdin = bytes.NewReader(content)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	packed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("xz: %w\n%s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	return packed, nil
}

// programNote says which files of the program the site has.
func (s *site) programNote() string {
	plain := len(s.files[plainProgram])
	if packed, ok := s.files[packedProgram]; ok {
		return fmt.Sprintf("packed, %d bytes instead of %d", len(packed), plain)
	}
	note := fmt.Sprintf("plain, %d bytes", plain)
	if s.pack {
		note += "; with xz (Debian's xz-utils) it would be a seventh of that"
	}
	return note
}

// wasmExec returns the path of the glue between JavaScript and the program, which
// must be that of the toolchain that compiles.
func wasmExec(root string) (string, error) {
	goroot, err := program.Go(root, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	return filepath.Join(strings.TrimSpace(goroot), "lib", "wasm", "wasm_exec.js"), nil
}
