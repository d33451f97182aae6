// Package recording is a recorded workload as whole programs use it: it is described, and
// kept in few bytes so that variants and policies run on it.
//
// It depends on packages recorded, workload, engine and jsontree.
package recording

import (
	"strconv"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

const (
	// MaxBytes is how much memory a recording may take: some thirty million operations of a
	// million keys.
	MaxBytes = 256 << 20
	// MaxChunk is how many bytes can be written at a time, so that what is in them is read
	// soon.
	MaxChunk = 1 << 20
	// maxSlice is how many operations are taken at a time at most.
	maxSlice = 1 << 15
	// keyBytes and clientBytes are what a key and a client take in reader and description,
	// while their tables grow.
	keyBytes, clientBytes = 64, 28
)

// Recording is a recording that is read in slices, described, and kept.
//
//	for each chunk {
//		r.Write(chunk)
//		for r.Advance(n) { ... }
//	}
//	r.Close()
//	for r.Advance(n) { ... }
//	if err := r.Err(); err != nil { ... }
//
// Instead of what is left of it Stop can follow at any time.
type Recording struct {
	reader      *recorded.Reader
	description Description
	kept        Kept
	said        workload.Said

	limit    int64 // of operations
	most     int   // bytes of memory
	bytes    int64 // that were written
	pending  bool  // there may be operations in what was written
	closed   bool
	stopped  bool
	complete bool // it is read to its end, and described
	err      error
}

// Open returns a recording that is to be written. It stops after so many operations.
func Open(options recorded.Options, limit int64) (*Recording, error) {
	reader, err := recorded.NewReader(options)
	return &Recording{reader: reader, limit: limit, most: MaxBytes}, err
}

// problem is why a recording cannot be used.
type problem string

// Error returns the reason.
func (p problem) Error() string { return string(p) }

// Write takes the next bytes, decompressed, once Advance has returned false.
func (r *Recording) Write(chunk []byte) error {
	switch {
	case r.closed || r.stopped:
		return problem("bytes: some were found where none are allowed: the recording has ended")
	case r.pending:
		return problem("bytes: some were found where none are allowed yet: those before are not read to their end")
	case len(chunk) > MaxChunk:
		return problem("bytes: " + strconv.Itoa(len(chunk)) + " were found where at most " + strconv.Itoa(MaxChunk) + " are allowed")
	}
	r.bytes += int64(len(chunk))
	r.pending = true
	_, err := r.reader.Write(chunk)
	return err
}

// Close says that no more bytes follow.
func (r *Recording) Close() {
	if !r.closed && !r.stopped {
		r.closed, r.pending = true, true
		r.reader.Close()
	}
}

// Stopped reports whether the reading was stopped before the end.
func (r *Recording) Stopped() bool { return r.stopped }

// Stop ends the reading where it is, so that what was read so far is the recording.
func (r *Recording) Stop() {
	if r.complete || r.stopped {
		return
	}
	r.stopped, r.pending = true, false
	for r.description.Finish(MaxChunk) {
	}
}

// Err returns why the recording could not be read on, or not be relied on.
func (r *Recording) Err() error {
	if r.err != nil {
		return r.err
	}
	return r.reader.Err()
}

// Advance takes about n operations of what was written. It returns false when more bytes
// are needed, when everything is done, or in case of an error.
func (r *Recording) Advance(n int) bool {
	if r.complete || r.stopped || !r.pending {
		return false
	}
	n = min(n, maxSlice)
	var op workload.Operation
	for ; n > 0 && r.kept.N < r.limit && r.reader.Next(&op); n-- {
		r.take(&op)
	}
	switch {
	case r.kept.N == r.limit:
		r.stopped = !r.description.Finish(n + 1)
		r.pending = !r.stopped
	case r.Err() != nil:
		r.pending = false
	case n == 0:
	case r.closed:
		r.complete = !r.description.Finish(n)
		r.pending = !r.complete
	default:
		r.pending = false
	}
	return r.pending
}

// take takes an operation.
func (r *Recording) take(op *workload.Operation) {
	r.description.Add(op)
	r.said.Note(op)
	r.kept.Add(op)
	if r.kept.N&0xfff == 0 && r.Bytes() > r.most && r.err == nil {
		r.err = problem("the recording takes more than the " + strconv.Itoa(r.most>>20) + " MiB of memory that are allowed: " + strconv.FormatInt(r.kept.N, 10) +
			" operations of " + strconv.Itoa(r.said.Keys) + " keys were read of it; take a part of it, or the command cacheplay, which has no such bound")
	}
}

// Bytes returns about how much memory is taken.
func (r *Recording) Bytes() int {
	return r.kept.Bytes() + keyBytes*r.said.Keys + clientBytes*r.reader.Report().Clients + 4*cap(r.said.Sizes) + 8*cap(r.said.TTLs)
}

// Complete reports whether the recording was read to its end.
func (r *Recording) Complete() bool { return r.complete }

// Described returns what is said of the recording once it has been read or stopped, as an
// object (wasm/README.md, "Formats").
func (r *Recording) Described() jsontree.Value {
	report := r.reader.Report()
	return r.description.JSON(&report)
}

// Progress returns how far the reading has come, as an object.
func (r *Recording) Progress() jsontree.Value {
	report := r.reader.Report()
	return jsontree.FromPairs("bytes", r.bytes, "format", report.Format, "lines", report.Lines, "bad", report.Bad,
		"operations", report.Operations, "keys", report.Keys)
}

// Operations returns the operations from the first one on, as they are kept.
func (r *Recording) Operations() workload.Source { return r.kept.Operations() }

// Kept returns what is kept of the operations.
func (r *Recording) Kept() *Kept { return &r.kept }

// Said returns what is said of the keys.
func (r *Recording) Said() *workload.Said { return &r.said }
