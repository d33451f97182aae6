package main

import (
	"encoding/json"
	"runtime"
	"slices"
	"sync"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// truthFile is the table of truth, computed: what is true of each pair of named
// strategies in the standard scenarios of package explore. The page loads it when it
// shows something of it.
//
//	{"version": 1,
//	 "faults": [{"id": "crash", "name": "a crash of ...", "leftOut": ["..."]}, ...],
//	 "properties": [{"id": "durable", "title": "...", "violation": "..."}, ...],
//	 "rows": [{"read": "cache-inline", "write": "write-behind", "fault": "crash", "states": N,
//	           "cells": [{"verdict": "violated", "example": {"words": "...", "steps": 2,
//	                      "operations": 1, "faults": 1, "scenario": {...}}}, ...]}, ...]}
//
// A row has a cell for each property, in their order. The fault "" is none, and
// "words" are escaped markup.
const truthFile = "truth.json"

type truth struct {
	Version    int             `json:"version"`
	Faults     []truthFault    `json:"faults"`
	Properties []truthProperty `json:"properties"`
	Rows       []truthRow      `json:"rows"`
}

type truthFault struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	LeftOut []string `json:"leftOut"`
}

type truthProperty struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Violation string `json:"violation"`
}

type truthRow struct {
	Read   string      `json:"read"`
	Write  string      `json:"write"`
	Fault  string      `json:"fault"`
	States int         `json:"states"`
	Cells  []truthCell `json:"cells"`
}

type truthCell struct {
	Verdict string        `json:"verdict"`
	Example *truthExample `json:"example,omitempty"` // the counterexample, if it is violated
}

type truthExample struct {
	Words      string          `json:"words"`
	Steps      int             `json:"steps"`
	Operations int             `json:"operations"`
	Faults     int             `json:"faults"`
	Scenario   json.RawMessage `json:"scenario"`
}

// addTruth adds the table of truth. It is computed only if the sources on which it
// depends have changed since an earlier build.
func (s *site) addTruth(root string) (err error) {
	s.files[truthFile], err = kept(root, "truth", truthSources, func() ([]byte, error) { return truthOf(explore.Table()) })
	return err
}

// truthSources are the folders with the Go code on which the table depends.
var truthSources = []string{"go.mod", "wasm", "scripts/build/truth.go"}

// truthOf decides rows, and returns the file about them.
func truthOf(rows []explore.Row) ([]byte, error) {
	out := truth{Version: 1, Rows: make([]truthRow, len(rows))}
	inParallel(len(rows), func(i int) {
		rows[i].Decide()
		out.Rows[i] = truthRowOf(&rows[i])
	})
	for i := range rows {
		out.addFault(&rows[i])
	}
	for _, p := range judge.All() {
		out.Properties = append(out.Properties, truthProperty{p.String(), p.Title(), p.Violation()})
	}
	return json.Marshal(&out) // which escapes what would end an element <script>
}

// truthRowOf returns a decided row with its counterexamples explained.
func truthRowOf(r *explore.Row) truthRow {
	row := truthRow{r.Read, r.Write, r.Fault, r.States, make([]truthCell, len(r.Cells))}
	for p, cell := range r.Cells {
		row.Cells[p].Verdict = cell.Verdict.String()
		if cell.Example != nil {
			why := view.Explain(cell.Example)
			row.Cells[p].Example = &truthExample{why.HTML(), len(cell.Example.Order), why.Operations, why.Faults, why.Document.AppendCanonical(nil)}
		}
	}
	return row
}

// addFault adds the fault of a row, unless it is there.
func (t *truth) addFault(r *explore.Row) {
	if slices.ContainsFunc(t.Faults, func(f truthFault) bool { return f.ID == r.Fault }) {
		return
	}
	fault := truthFault{ID: r.Fault, LeftOut: append([]string{}, r.LeftOut()...)}
	for i := range scenario.Budgets {
		if scenario.BudgetID(i) == r.Fault {
			fault.Name = scenario.BudgetName(i)
		}
	}
	t.Faults = append(t.Faults, fault)
}

// inParallel calls a function with each number below n, on all processors.
func inParallel(n int, do func(i int)) {
	var workers sync.WaitGroup
	numbers := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range numbers {
				do(i)
			}
		})
	}
	for i := range n {
		numbers <- i
	}
	close(numbers)
	workers.Wait()
}
