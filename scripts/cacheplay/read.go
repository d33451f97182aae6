package main

import (
	"fmt"
	"io"
	"os"
	"strconv"

	"cacheplay/wasm/jsontree"
)

// read returns the text of a file, "-" for standard input.
func (p *program) read(file string) ([]byte, error) {
	if file == "-" {
		return readText("standard input", p.stdin)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readText(file, f)
}

// readText reads a text that can be a scenario. What is longer is refused by its size,
// or, where it has none, as a device, after as many bytes as a scenario can have.
func readText(name string, from io.Reader) ([]byte, error) {
	if f, ok := from.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > jsontree.MaxBytes {
			return nil, fmt.Errorf("%s: %w", name, jsontree.TooLong(strconv.FormatInt(info.Size(), 10)))
		}
	}
	text, err := io.ReadAll(io.LimitReader(from, jsontree.MaxBytes+1))
	if err == nil && len(text) > jsontree.MaxBytes {
		err = fmt.Errorf("%s: %w", name, jsontree.TooLong("more than "+strconv.Itoa(jsontree.MaxBytes)))
	}
	return text, err
}
