package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// converter writes operations in another format.
type converter interface {
	write(op *workload.Operation) error
	// end writes what takes all operations, and closes the file.
	end() error
}

// converters make converters, by the names of their formats.
var converters = map[string]func(*os.File, *recorded.Reader) converter{
	"csv":           newCSVWriter,
	"oracleGeneral": newOracleWriter,
}

// csvWriter writes CSV: times in seconds since the first operation, and the
// fingerprints of keys, since their names are not kept.
type csvWriter struct {
	file   *os.File
	out    *bufio.Writer
	reader *recorded.Reader
	line   []byte
}

func newCSVWriter(file *os.File, reader *recorded.Reader) converter {
	w := &csvWriter{file: file, out: bufio.NewWriterSize(file, 1<<20), reader: reader}
	w.out.WriteString("time,op,key,size,ttl,client,hit,fill\n")
	return w
}

func (w *csvWriter) write(op *workload.Operation) error {
	b := appendSeconds(w.line[:0], op.At)
	b = append(append(append(b, ','), op.Kind.String()...), ',')
	b = fmt.Appendf(b, "%016x", w.reader.Fingerprint(op.Key))
	if b = append(b, ','); op.Size > 0 {
		b = strconv.AppendUint(b, uint64(op.Size), 10)
	}
	if b = append(b, ','); op.TTL > 0 {
		b = appendSeconds(b, op.TTL)
	}
	b = strconv.AppendUint(append(b, ','), uint64(op.Client), 10)
	b = append(append(b, ','), map[workload.Outcome]string{workload.RecordedHit: "1", workload.RecordedMiss: "0"}[op.Record]...)
	if b = append(b, ','); op.Fill {
		b = append(b, '1')
	}
	w.line = append(b, '\n')
	_, err := w.out.Write(w.line)
	return err
}

// appendSeconds appends a time with all nine decimals, so that nobody takes it for
// whole seconds.
func appendSeconds(b []byte, ns int64) []byte {
	return fmt.Appendf(b, "%d.%09d", ns/1e9, ns%1e9)
}

func (w *csvWriter) end() error {
	if err := w.out.Flush(); err != nil {
		return err
	}
	return w.file.Close()
}

// oracleRecord is the size of a record of oracleGeneral.
const oracleRecord = 24

// oracleWriter writes oracleGeneral, which has requests only: reads and writes, but
// neither deletions nor fills. A size that nobody said is that of the key's last
// operation, or 1.
type oracleWriter struct {
	file   *os.File
	out    *bufio.Writer
	reader *recorded.Reader
	n      int64
	sizes  []uint32 // by key, the last one
}

func newOracleWriter(file *os.File, reader *recorded.Reader) converter {
	return &oracleWriter{file: file, out: bufio.NewWriterSize(file, 1<<20), reader: reader}
}

// write writes a record with the number of its key in the place of the next access.
func (w *oracleWriter) write(op *workload.Operation) error {
	for len(w.sizes) <= int(op.Key) {
		w.sizes = append(w.sizes, 1)
	}
	if op.Size > 0 {
		w.sizes[op.Key] = op.Size
	}
	if op.Fill || op.Kind == engine.Delete {
		return nil
	}
	if op.At/1e9 > math.MaxUint32 {
		return fmt.Errorf("oracleGeneral has no times after %d seconds", uint32(math.MaxUint32))
	}
	var b [oracleRecord]byte
	binary.LittleEndian.PutUint32(b[:], uint32(op.At/1e9))
	binary.LittleEndian.PutUint64(b[4:], w.reader.Fingerprint(op.Key))
	binary.LittleEndian.PutUint32(b[12:], op.Size)
	binary.LittleEndian.PutUint64(b[16:], uint64(op.Key))
	w.n++
	_, err := w.out.Write(b[:])
	return err
}

// end goes through the file from its end, and writes the number, from 1, of the request
// that next has the same key, -1 for none.
func (w *oracleWriter) end() error {
	if err := w.out.Flush(); err != nil {
		return err
	}
	next := make([]int64, len(w.sizes))
	block := make([]byte, 1<<16*oracleRecord)
	for last := w.n; last > 0; {
		first := max(0, last-int64(len(block)/oracleRecord))
		part := block[:(last-first)*oracleRecord]
		if _, err := w.file.ReadAt(part, first*oracleRecord); err != nil && err != io.EOF {
			return err
		}
		for i := last - 1; i >= first; i-- {
			w.complete(part[(i-first)*oracleRecord:], i+1, next)
		}
		if _, err := w.file.WriteAt(part, first*oracleRecord); err != nil {
			return err
		}
		last = first
	}
	return w.file.Close()
}

// complete puts the next access and a missing size into the request of a number.
func (w *oracleWriter) complete(b []byte, number int64, next []int64) {
	key := binary.LittleEndian.Uint64(b[16:])
	then := next[key]
	if next[key] = number; then == 0 {
		then = -1
	}
	binary.LittleEndian.PutUint64(b[16:], uint64(then))
	if binary.LittleEndian.Uint32(b[12:]) == 0 {
		binary.LittleEndian.PutUint32(b[12:], w.sizes[key])
	}
}
