package view

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// forksInOrder lists what can come instead of the event's turn, and right
// after it, where the scenario gives an order.
func (p *forkPoint) forksInOrder() {
	at := int(p.event().T)
	taken, now, rest := p.variant.Order[:at:at], p.variant.Order[at], p.variant.Order[at+1:]
	whole := func(turns ...scenario.OrderItem) []scenario.OrderItem { return slices.Concat(taken, turns, rest) }
	open := play.Turns(p.variant, at)
	if call := p.callIn(at); call >= 0 {
		for _, o := range open {
			if o.Fault != engine.NoFault && sameActor(o, now) {
				p.offerOrder(toCall, whole(o), p.callFault(scenario.FaultID(o.Fault), call))
			}
			if strikes := o.Strikes(); len(strikes) > 0 && sameActor(o, now) {
				p.offerOrder(toCall, whole(o), p.refusal(p.indexOf(strikes[0].Client, strikes[0].Op), call))
			}
		}
	}
	after := play.Turns(p.variant, at+1)
	for _, id := range []string{"crash", "crash-worker", "crash-cache", "crash-client", "evict", "expire"} {
		for _, o := range after {
			if p.faultID(o) == id {
				p.offerOrder(toMoment, whole(now, o), p.momentFault(id, int64(at)))
			}
		}
	}
	for _, o := range after {
		if o.Choice == engine.LateSave || o.Choice == engine.CallDone {
			p.offerOrder(toMoment, whole(now, o), p.lateSave(p.when(int64(at))))
		}
	}
	for _, o := range open {
		if o.GoesOn() && !sameActor(o, now) {
			p.offerOrder(toTurn, whole(o, now), p.anotherFirst(p.actor(o.Choice, p.opOf(o)), o.Step.String(), p.when(int64(at))))
		}
	}
}

// offerOrder adds an order, as far as it can be played.
func (p *forkPoint) offerOrder(group string, turns []scenario.OrderItem, w forkWords) {
	playable := play.Playable(p.variant, turns)
	if slices.Equal(playable, p.variant.Order) {
		return
	}
	items := make([]jsontree.Value, len(playable))
	for i, o := range playable {
		items[i] = jsontree.FromString(o.String())
	}
	p.add(group, w, jsontree.FromItems(items...))
}

// sameActor reports whether two turns are of the same operation or worker.
func sameActor(a, b scenario.OrderItem) bool {
	return a.Choice == b.Choice && a.Client == b.Client && a.Op == b.Op && a.Worker == b.Worker
}

// faultID returns the ID of the fault that a turn is, "" for a step and for an
// eviction or expiry of another key than the event's.
func (p *forkPoint) faultID(o scenario.OrderItem) string {
	switch o.Choice {
	case engine.Crash:
		return "crash"
	case engine.CrashWorker:
		return "crash-worker"
	case engine.CrashCache:
		return "crash-cache"
	case engine.CrashClient:
		if o.Client == p.client()+1 {
			return "crash-client"
		}
	case engine.Evict, engine.Expiry:
		if key := p.key(); key < 0 || p.t.Keys[key].Name != o.Key {
			return ""
		}
		if o.Choice == engine.Expiry {
			return "expire"
		}
		return "evict"
	}
	return ""
}

// callIn returns the event that sends a call in a turn, -1 for none.
func (p *forkPoint) callIn(turn int) int {
	return slices.IndexFunc(p.t.Events, func(e trace.Event) bool { return int(e.T) == turn && p.sends(&e) })
}

// opOf returns the operation of a turn.
func (p *forkPoint) opOf(o scenario.OrderItem) int { return p.indexOf(o.Client, o.Op) }

// indexOf returns the index of a client's operation. Both count from 1.
func (p *forkPoint) indexOf(client, op int) int {
	return slices.IndexFunc(p.t.Ops, func(o trace.Operation) bool { return o.ID == scenario.OpID(client, op) })
}
