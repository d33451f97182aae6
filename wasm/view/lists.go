package view

import (
	"slices"
	"strconv"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// List is a list of steps that operations of a variant follow.
type List struct {
	ID    string // its kind, such as "write", or "C2-write" for one that the second client has for itself
	Kind  strategy.Kind
	Owner string // the client that has it for itself, "" where it is the variant's
	By    strategy.Participant
	Steps []strategy.Step
}

// listsOf returns the lists that the operations of a variant follow, each
// once, in the order of the operations.
func listsOf(variant *scenario.Variant) []List {
	var lists []List
	add := func(l List) {
		if !slices.ContainsFunc(lists, func(other List) bool { return other.ID == l.ID }) {
			lists = append(lists, l)
		}
	}
	for i := range variant.Clients {
		c := &variant.Clients[i]
		for j := range c.Ops {
			s := variant.Strategy(c, &c.Ops[j])
			l := List{ID: s.Kind.String(), Kind: s.Kind, By: s.By, Steps: s.Steps}
			if s == c.Read || s == c.Write {
				l.ID, l.Owner = ownID(i, s.Kind), c.Name
			}
			add(l)
			if len(s.Feed) > 0 {
				add(List{ID: feedID, Kind: strategy.Write, By: strategy.Source, Steps: s.Feed})
			}
			if s.Queues() {
				add(List{ID: strategy.Worker.String(), Kind: strategy.Worker, By: strategy.ResourceManager, Steps: variant.Worker})
			}
		}
	}
	return lists
}

// feedID is the ID of the list of the source's change feed.
const feedID = "feed"

// ownID returns the ID of a list that a client has for itself; clients count
// from 0.
func ownID(client int, kind strategy.Kind) string {
	return "C" + strconv.Itoa(client+1) + "-" + kind.String()
}

// ListID returns the ID of the list to which a moment's step belongs.
func (v *Variant) ListID(m *Moment) string {
	e := &v.Trace.Events[m.Event]
	if callee, _ := e.Step.Callee(); callee == strategy.Cache && (v.Trace.Participants[e.From].Role == strategy.Source || v.Trace.Participants[e.To].Role == strategy.Source) {
		return feedID
	}
	if op := e.Op; op >= 0 && m.List != strategy.Worker {
		own := ownID(v.Trace.Ops[op].Client, m.List)
		for i := range v.Lists {
			if v.Lists[i].ID == own {
				return own
			}
		}
	}
	return m.List.String()
}
