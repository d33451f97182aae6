//go:build js && wasm

package main

import (
	"cacheplay/wasm/bridge"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/recording"
	"cacheplay/wasm/replay"
	"cacheplay/wasm/workload/recorded"
)

// kept is the recording that was read last, and its handle. Before another one is read it
// is forgotten.
var kept struct {
	handle int64
	*recording.Recording
}

// reading is a recording that is being read.
type reading struct {
	*recording.Recording
	handle int64
}

// beginReading begins to read a recording, whose bytes feed takes.
func beginReading(args bridge.Args) (any, error) {
	o := args.Options(0)
	words := recorded.Words{Reader: o.Text("reader"), Columns: o.Text("columns"), Unit: o.Text("unit"), Fills: o.Text("fills"), Bad: o.Text("bad"),
		Rate: o.Integer("rate", 1, 1e9, recorded.DefaultRate)}
	limit := o.Integer("operations", 1, 1<<53, 1<<53)
	if o.Err() != nil {
		return nil, o.Err()
	}
	options, err := words.Options()
	if err != nil {
		return nil, &bridge.ArgumentError{Text: "options." + err.Error()}
	}
	r, err := recording.Open(options, limit)
	if err != nil {
		return nil, &bridge.ArgumentError{Text: "options." + err.Error()}
	}
	forgetRecordings()
	return start(&reading{r, lastHandle + 1}), nil
}

// forgetRecordings forgets the recording that is kept, and those that are being read.
func forgetRecordings() {
	kept.Recording = nil
	for handle, t := range tasks {
		if _, ok := t.(*reading); ok {
			delete(tasks, handle)
		}
	}
}

// feed takes the next bytes of a recording, once advance has nothing more to do. Without
// bytes it says that no more follow. It reports whether there is now something to do.
func feed(args bridge.Args) (any, error) {
	_, t, err := taskOf(args)
	if err != nil {
		return nil, err
	}
	r, ok := t.(*reading)
	if !ok {
		return nil, &bridge.ArgumentError{Text: "handle: this task reads nothing"}
	}
	chunk, err := args.Bytes(1, "bytes", recording.MaxChunk)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Stopped():
		return false, nil
	case chunk == nil:
		r.Close()
	default:
		if err := r.Write(chunk); err != nil {
			return nil, &bridge.ArgumentError{Text: err.Error()}
		}
	}
	return true, nil
}

func (r *reading) memory() int { return recording.MaxBytes }

func (r *reading) failure() error { return r.Err() }

func (r *reading) progress() any { return r.Progress() }

// result keeps the recording, also one that was not read to its end.
func (r *reading) result() any {
	r.Stop()
	kept.handle, kept.Recording = r.handle, r.Recording
	return jsontree.FromPairs("recording", r.handle, "complete", r.Complete(), "described", r.Described())
}

// recordingOf returns the recording to which a handle belongs.
func recordingOf(handle int64) (*recording.Recording, error) {
	switch {
	case kept.Recording == nil || handle != kept.handle:
		return nil, &bridge.ArgumentError{Text: "recording: there is no such recording, or another one was read since"}
	case kept.Said().Keys == 0:
		return nil, &bridge.ArgumentError{Text: "recording: it has no operations"}
	}
	return kept.Recording, nil
}

// replaying replays policies over a recording.
type replaying struct{ *replay.Work }

// beginReplay begins to replay policies over a recording.
func beginReplay(args bridge.Args) (any, error) {
	handle, err := args.Integer(0, "recording", 1, 1<<53)
	if err != nil {
		return nil, err
	}
	from, err := recordingOf(handle)
	if err != nil {
		return nil, err
	}
	o := args.Options(1)
	policy, capacity, bytes, curve := o.Text("policy"), o.Text("capacity"), o.Flag("bytes"), o.Flag("curve")
	if o.Err() != nil {
		return nil, o.Err()
	}
	if policy == "" {
		policy = replay.DefaultPolicy
	}
	plan, err := replay.ParsePlan(policy, capacity, bytes, curve)
	if err != nil {
		return nil, &bridge.ArgumentError{Text: "options." + err.Error()}
	}
	return start(replaying{replay.NewWork(plan, from.Operations(), from.Kept().N)}), nil
}

// memory has no bound that matters, as that of a run under load.
func (r replaying) memory() int { return 1 << 40 }

func (r replaying) failure() error { return r.Err() }

func (r replaying) progress() any { return r.Result() }

func (r replaying) result() any { return r.Result() }
