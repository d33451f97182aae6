package main

import (
	"fmt"

	"cacheplay/wasm/replay"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// trace reads a recorded workload, as it is replayed.
func (p *program) trace(file string, reading recorded.Options) (*replay.Trace, error) {
	from, err := p.openRecording(file, reading)
	if err != nil {
		return nil, err
	}
	defer from.end()
	trace, err := p.take(from)
	p.progress.clear()
	if file == "-" {
		file = "standard input"
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	case len(trace.Keys) == 0:
		return nil, fmt.Errorf("%s: no requests were found", file)
	}
	return trace, nil
}

// take reads a workload to its end.
func (p *program) take(from *recordingFile) (*replay.Trace, error) {
	trace := &replay.Trace{}
	for op := (workload.Operation{}); from.Next(&op); {
		if len(trace.Keys) == replay.Most || op.Key >= replay.Most {
			return nil, fmt.Errorf("more than %d requests were found where at most as many are allowed", replay.Most)
		}
		trace.Add(&op)
		if len(trace.Keys)%replayChunk == 0 {
			p.progress.show(fmt.Sprintf("%d requests read", len(trace.Keys)))
		}
	}
	return trace, from.failure()
}
