package main

import (
	"cacheplay/wasm/recording"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// finishChunk is how many keys are summed up at a time.
const finishChunk = 1 << 20

// described reads a recording to its end.
func (r *recordingFile) described(also func(*workload.Operation) error, progress func(bytes int64)) (*recording.Description, recorded.Report, error) {
	d := &recording.Description{}
	var op workload.Operation
	for n := 0; r.Next(&op); n++ {
		d.Add(&op)
		if err := also(&op); err != nil {
			return nil, recorded.Report{}, err
		}
		if n&0xfffff == 0 {
			progress(r.bytes)
		}
	}
	if err := r.failure(); err != nil {
		return nil, recorded.Report{}, err
	}
	for d.Finish(finishChunk) {
	}
	return d, r.Report(), nil
}
