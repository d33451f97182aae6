package main

import (
	"errors"
	"fmt"
	"slices"

	"cacheplay/wasm/load"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// under is the workload under which variants are put.
type under struct {
	ready    *workload.Generated // nil for that of the scenario, or a recorded one
	file     string              // with a recorded one
	reading  recorded.Options
	recorded *recorded.Report // what is known of it
	said     workload.Said    // of its keys
}

// workloadFor returns the workload that arguments name. A recorded one is read to its end,
// since the number of its keys has to be known.
func (p *program) workloadFor(given arguments) (*under, error) {
	switch {
	case given.workload == "":
		return &under{}, nil
	case slices.Contains(workload.Names(), given.workload):
		text, _ := workload.Named(given.workload)
		g, errs := scenario.ParseWorkload(text)
		if len(errs) > 0 {
			return nil, errs
		}
		return &under{ready: g}, nil
	case given.workload == "-":
		return nil, errors.New(`-workload: "-" is not allowed: a recording is read more than once, so it must be a file`)
	}
	r, err := p.openRecording(given.workload, given.reading)
	if err != nil {
		return nil, fmt.Errorf("-workload: it is none of %s, and %w", quoted(workload.Names()), err)
	}
	defer r.end()
	u := &under{file: given.workload, reading: given.reading}
	var op workload.Operation
	for n := 0; r.Next(&op); n++ {
		u.said.Note(&op)
		if n&0xfffff == 0 {
			p.progress.show(fmt.Sprintf("%d MB read", r.bytes/1e6))
		}
	}
	p.progress.clear()
	report := r.Report()
	u.recorded = &report
	return u, r.failure()
}

// put puts a variant under the workload.
func (u *under) put(p *program, l *loaded) error {
	switch {
	case u.file != "":
		from, err := p.openRecording(u.file, u.reading)
		if err != nil {
			return err
		}
		l.from, l.run = from, load.NewOpen(l.variant, from, &u.said, 0)
		return nil
	case u.ready != nil:
		l.variant.Workload = u.ready
	case l.variant.Workload == nil:
		return errors.New(`the scenario has no "workload": give it one, or choose one with -workload`)
	}
	l.run = load.New(l.variant)
	return nil
}
