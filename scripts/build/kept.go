package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// cacheFolder holds, in the project, what is worth keeping between builds.
const cacheFolder = ".cache"

// kept returns what compute returned in the last build, if that had the same sources,
// or calls it. The file in the cache folder begins with the hash of the sources.
func kept(root, name string, sources []string, compute func() ([]byte, error)) ([]byte, error) {
	key, err := keyOf(root, sources)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(root, cacheFolder, name)
	before, _ := os.ReadFile(file) // what cannot be read is computed
	if content, isSame := bytes.CutPrefix(before, key); isSame {
		return content, nil
	}
	content, err := compute()
	if err != nil {
		return nil, err
	}
	writeWhole(file, append(key, content...)) // what cannot be written is computed again
	return content, nil
}

// writeWhole writes a file, and its folder, so that nobody sees a part of it.
func writeWhole(file string, content []byte) error {
	folder := filepath.Dir(file)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(folder, ".part-*")
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), file)
	}
	if err != nil {
		os.Remove(part.Name())
	}
	return err
}

// keyOf returns a line with the hash of the sources, files or folders, and of the
// toolchain. In folders, it is the Go files without tests.
func keyOf(root string, sources []string) ([]byte, error) {
	all := sha256.New()
	fmt.Fprintln(all, runtime.Version())
	for _, source := range sources {
		top := filepath.Join(root, filepath.FromSlash(source))
		err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
			isSource := path == top || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
			if err != nil || entry.IsDir() || !isSource {
				return err
			}
			content, err := os.ReadFile(path)
			fmt.Fprintf(all, "%q %x\n", strings.TrimPrefix(path, root), sha256.Sum256(content))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return fmt.Appendf(nil, "%x\n", all.Sum(nil)), nil
}
