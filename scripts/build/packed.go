package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cacheplay/scripts/build/lzma"
)

// packed is the program as the page loads it: hosts compress by gzip at best,
// which leaves it half as large again. web/lzma.js unpacks it.
const packed = "cacheplay.wasm.lzma"

// addPacked compresses the program. That takes some seconds, so what was
// compressed last is kept.
func (s *site) addPacked(root string) error {
	program := s.files["cacheplay.wasm"]
	dir := filepath.Join(root, ".cache", "packed")
	name := fmt.Sprintf("%d-%x", lzma.Version, sha256.Sum256(program))
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		content = lzma.Compress(program)
		if err := keepOnly(dir, name, content); err != nil {
			return err
		}
	}
	s.files[packed] = content
	return nil
}

const unfinished = ".part-"

// keepOnly writes a file in the place of those in the folder. Another build may
// do the same at the same time.
func keepOnly(dir, name string, content []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(dir, unfinished+"*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // nothing is left of it once it has its name
	_, err = part.Write(content)
	if err := errors.Join(err, part.Close()); err != nil {
		return err
	}
	old, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range old {
		if !strings.HasPrefix(entry.Name(), unfinished) {
			os.Remove(filepath.Join(dir, entry.Name())) // the other build may have done so
		}
	}
	return os.Rename(part.Name(), filepath.Join(dir, name))
}
