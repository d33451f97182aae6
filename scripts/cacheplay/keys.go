package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// keyList is a file with a key on each line, which is read.
type keyList struct {
	file    io.Closer
	lines   *bufio.Scanner
	numbers map[string]uint32
}

// openKeys opens a list of keys.
func (p *program) openKeys(file, format string) (*keyList, error) {
	if format != "" && format != "keys" {
		return nil, fmt.Errorf(`-reader: %q is not one of "keys"`, format)
	}
	from, closer := p.stdin, io.NopCloser(nil)
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		from, closer = f, f
	}
	return &keyList{closer, bufio.NewScanner(from), map[string]uint32{}}, nil
}

func (k *keyList) end()           { k.file.Close() }
func (k *keyList) failure() error { return k.lines.Err() }

// Next sets op to the next read. Empty lines are none.
func (k *keyList) Next(op *workload.Operation) bool {
	for k.lines.Scan() {
		line := bytes.TrimSpace(k.lines.Bytes())
		if len(line) == 0 {
			continue
		}
		number, ok := k.numbers[string(line)]
		if !ok {
			number = uint32(len(k.numbers))
			k.numbers[string(line)] = number
		}
		*op = workload.Operation{Key: number, Kind: engine.Get}
		return true
	}
	return false
}
