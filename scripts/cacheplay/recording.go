package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// recordingFile is a file that is read as a workload.
type recordingFile struct {
	*recorded.Reader
	close   []func()
	content io.Reader // decompressed
	chunk   []byte
	bytes   int64 // of content, so far
	ended   bool
	err     error // of reading the file
}

// openRecording opens a file, "-" for standard input, which may be compressed by gzip
// or zstd.
func (p *program) openRecording(file string, options recorded.Options) (*recordingFile, error) {
	reader, err := recorded.NewReader(options)
	if err != nil {
		return nil, err
	}
	r := &recordingFile{Reader: reader, chunk: make([]byte, 256<<10)}
	from := p.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		r.close = append(r.close, func() { f.Close() })
		from = f
	}
	if err := r.decompress(from); err != nil {
		r.end()
		return nil, err
	}
	return r, nil
}

// decompress sets the content, by the first bytes of a file.
func (r *recordingFile) decompress(from io.Reader) error {
	file := bufio.NewReaderSize(from, 256<<10)
	head, _ := file.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		content, err := gzip.NewReader(file)
		r.content = content
		return err
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		content, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1))
		if err == nil {
			r.close = append(r.close, content.Close)
		}
		r.content = content
		return err
	}
	r.content = file
	return nil
}

// end closes the file.
func (r *recordingFile) end() {
	for _, f := range r.close {
		f()
	}
}

// Next sets op to the next operation, and reports whether there was one.
func (r *recordingFile) Next(op *workload.Operation) bool {
	for {
		if r.Reader.Next(op) {
			return true
		}
		if r.ended || r.Err() != nil {
			return false
		}
		n, err := r.content.Read(r.chunk)
		r.bytes += int64(n)
		r.Write(r.chunk[:n])
		if err != nil {
			r.ended = true
			if !errors.Is(err, io.EOF) {
				r.err = err
			}
			r.Close()
		}
	}
}

// failure returns why the recording could not be read to its end.
func (r *recordingFile) failure() error { return errors.Join(r.err, r.Err()) }
