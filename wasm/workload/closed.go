package workload

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
)

// ClosedLoop yields the operations of clients that wait for the answer to one before they
// send the next. Each client has random streams of its own: what its n-th operation is,
// and how long it pauses before, does not depend on when others are answered. Which key a
// create adds, and which keys there are by then, does.
type ClosedLoop struct {
	contents contents
	think    random.Distribution
	clients  []client
	end      int64
	left     int64 // operations to come
}

// client is a client of a closed workload.
type client struct {
	streams streams
	pauses  random.Stream
	edit    int64 // the key that it edits next, -1 if none: it has read it for that
}

// NewClosedLoop returns the operations of a closed workload. The same seed gives the same
// ones.
func NewClosedLoop(g *Generated, seed uint64) *ClosedLoop {
	end, left := limits(g)
	c := &ClosedLoop{contents: newContents(g, seed), think: g.Arrivals.Think, end: end, left: left}
	c.clients = make([]client, g.Arrivals.Clients)
	for i := range c.clients {
		of := "/" + strconv.Itoa(i)
		c.clients[i] = client{newStreams(seed, of), random.NewStream(seed, "workload.think"+of), -1}
	}
	return c
}

// Clients returns how many clients there are: they are numbered from 0.
func (c *ClosedLoop) Clients() int { return len(c.clients) }

// Next sets op to the next operation of a client that has got its last answer at the
// given time, 0 at the start, and reports whether there is one. The client sends it at
// op.At, after a pause. The edit of a read-modify-write has no pause before it.
func (c *ClosedLoop) Next(number uint32, answered int64, op *Operation) bool {
	if c.left == 0 {
		return false
	}
	of := &c.clients[number]
	at := answered
	if of.edit < 0 {
		at += c.think.Sample(&of.pauses)
	}
	if at >= c.end {
		return false
	}
	c.left--
	*op = Operation{At: at, Client: number}
	if of.edit >= 0 {
		op.Key, op.Kind, of.edit = uint32(of.edit), engine.Edit, -1
		op.Size = c.contents.sizeOf(op.Key)
		return true
	}
	if c.contents.draw(&of.streams, op) {
		of.edit = int64(op.Key)
	}
	return true
}
