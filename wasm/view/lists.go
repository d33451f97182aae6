package view

import (
	"cmp"
	"slices"
	"strconv"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// List is a list of steps that operations of a run follow.
type List struct {
	ID    string // its kind, such as "write", or "C2-write" for one that is the second client's own
	Kind  strategy.Kind
	Owner string // the client whose own it is, "" for that of the run
	By    strategy.Participant
	Steps []strategy.Step
}

// listsOf lists the lists that the operations of a run follow: for writes, for
// the worker, for reads, each before the clients' own.
func listsOf(r *scenario.Run) []List {
	var lists []List
	for i := range r.Clients {
		c := &r.Clients[i]
		for j := range c.Ops {
			s := r.Strategy(c, &c.Ops[j])
			l := List{ID: s.Kind.String(), Kind: s.Kind, By: s.By, Steps: s.Steps}
			if s == c.Read || s == c.Write {
				l.ID, l.Owner = ownID(i, s.Kind), c.Name
			}
			lists = append(lists, l)
			if s.Queues() {
				lists = append(lists, List{ID: strategy.Worker.String(), Kind: strategy.Worker, By: strategy.ResourceManager, Steps: r.Worker})
			}
		}
	}
	kinds := []strategy.Kind{strategy.Write, strategy.Worker, strategy.Read}
	slices.SortStableFunc(lists, func(a, b List) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
			cmp.Compare(min(len(a.Owner), 1), min(len(b.Owner), 1)))
	})
	return slices.CompactFunc(lists, func(a, b List) bool { return a.ID == b.ID })
}

// ownID names the list that is a client's own; clients count from 0.
func ownID(client int, kind strategy.Kind) string {
	return "C" + strconv.Itoa(client+1) + "-" + kind.String()
}

// ListID returns the ID of the list that a moment's step stands in.
func (r *Run) ListID(m *Moment) string {
	if op := r.Trace.Events[m.Event].Op; op >= 0 && m.List != strategy.Worker {
		own := ownID(r.Trace.Ops[op].Client, m.List)
		for i := range r.Lists {
			if r.Lists[i].ID == own {
				return own
			}
		}
	}
	return m.List.String()
}
