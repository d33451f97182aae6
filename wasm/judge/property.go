// Package judge says whether a run keeps what a store promises: whether an answer
// was old, a write lost, a payment made twice, and whether cache and source agree
// in the end. It states each property once, over one history, for a single run in
// virtual time and for the search through every order alike. For runs that are too
// long for a history, a Stream says which reads are old and which writes are lacking.
//
// It depends on package engine alone. It guarantees that a property is said to hold
// of a run only when the run has come to its end and everything was decided.
package judge

// Property is a statement about runs that can hold or be violated.
type Property uint8

// The properties have their standard names and are listed in this order. A record
// a is older than a write b if a is the initial record, or if a was acknowledged
// before b was invoked. A run is quiet when nothing can happen any more that would
// change anything, except that entries expire.
const (
	// Linearizable means that, for each key, every operation seems to take effect
	// at one instant between its invocation and its answer. Failed writes do not
	// take effect; those whose outcome is unknown or pending may do so at any later
	// time, or never. Source: Herlihy and Wing, "Linearizability: A Correctness
	// Condition for Concurrent Objects" (TOPLAS 1990).
	Linearizable Property = iota
	// ReadYourWrites means that no read returns a record older than a write of its
	// own client that was acknowledged before. Source: Terry et al., "Session
	// Guarantees for Weakly Consistent Replicated Data" (PDIS 1994), as for
	// MonotonicReads and MonotonicWrites.
	ReadYourWrites
	// MonotonicReads means that no read returns a record older than a write that
	// its client had read before.
	MonotonicReads
	// NoAbortedRead means that no read returns a write that the source never came
	// to hold. Source: phenomenon G1a of Adya, "Weak Consistency" (1999).
	NoAbortedRead
	// Durable means that in a quiet run the source's record is not older than any
	// acknowledged write, and every acknowledged payment is applied.
	Durable
	// AtMostOnce means that no payment is applied twice.
	AtMostOnce
	// Converges means that in a quiet run the cache holds what the source holds, or
	// nothing, or what will expire. Source: eventual consistency as in Vogels,
	// "Eventually Consistent" (2009).
	Converges
	// MonotonicWrites means that the source first holds a client's writes, across
	// keys, in the order in which the client made them. Writes that were coalesced
	// away do not count.
	MonotonicWrites

	// Properties counts the properties.
	Properties
)

// words are what is said of a property.
type words struct {
	id        string
	doc       string // what is true where it holds, as a sentence
	title     string // the same in few words
	violation string // what is true where it is violated
}

var said = [Properties]words{
	Linearizable: {
		id:        "linearizable",
		doc:       "Every operation seems to happen at one instant between its start and its answer.",
		title:     "As if there were one copy",
		violation: "An answer does not fit one copy",
	},
	ReadYourWrites: {
		id:        "read-your-writes",
		doc:       "No read returns a value older than what its client was told is written.",
		title:     "A client sees its own writes",
		violation: "A client does not see its own write",
	},
	MonotonicReads: {
		id:        "monotonic-reads",
		doc:       "No read returns a value older than what its client has read before.",
		title:     "No client goes back in time",
		violation: "A client goes back in time",
	},
	NoAbortedRead: {
		id:        "no-aborted-read",
		doc:       "No read returns a value that never reaches the source.",
		title:     "Nothing read that never came true",
		violation: "What was read never came true",
	},
	Durable: {
		id:        "durable",
		doc:       "In the end the source has every write that a client was told is done, or a newer one.",
		title:     "What was acknowledged is kept",
		violation: "What was acknowledged is lost",
	},
	AtMostOnce: {
		id:        "at-most-once",
		doc:       "No payment is made twice.",
		title:     "Nothing is paid twice",
		violation: "A payment is made twice",
	},
	Converges: {
		id:        "converges",
		doc:       "In the end the cache holds what the source holds, or nothing. What will expire is not the end.",
		title:     "In the end the cache is right",
		violation: "The cache stays wrong",
	},
	MonotonicWrites: {
		id:        "monotonic-writes",
		doc:       "A client's writes reach the source in the order in which it made them.",
		title:     "Writes arrive in their order",
		violation: "Writes arrive out of order",
	},
}

// String returns the property's id in scenarios.
func (p Property) String() string { return said[p].id }

// Doc returns a sentence that is true where the property holds.
func (p Property) Doc() string { return said[p].doc }

// Title returns a few words that are true where the property holds.
func (p Property) Title() string { return said[p].title }

// Violation returns a few words that are true where the property is violated.
func (p Property) Violation() string { return said[p].violation }

// All lists all properties.
func All() []Property {
	out := make([]Property, Properties)
	for p := range out {
		out[p] = Property(p)
	}
	return out
}

// IDs lists the ids of all properties.
func IDs() []string {
	out := make([]string, Properties)
	for p := range out {
		out[p] = Property(p).String()
	}
	return out
}

// Named returns the property with an id.
func Named(id string) (p Property, ok bool) {
	for p := range Properties {
		if p.String() == id {
			return p, true
		}
	}
	return 0, false
}

// Verdict is what can be said of a property.
type Verdict uint8

const (
	// Unknown means that nothing was found that violates the property, but that not
	// everything was seen.
	Unknown Verdict = iota
	// Holds means that everything was seen and nothing violates the property.
	Holds
	// Violated means that something violates the property.
	Violated
)

// String returns the verdict's id in scenarios and results.
func (v Verdict) String() string { return [...]string{"unknown", "holds", "violated"}[v] }

// Finding is a verdict about one property, with what shows it.
type Finding struct {
	Property Property
	Verdict  Verdict
	// Witness is the number of the operation that shows the violation: the read
	// with the wrong answer, the write that was lost, the payment that was made
	// twice, the write that came late. Other is the operation to compare it with:
	// the write that a read should have seen or that it did see, the read before
	// it, the write that the source holds instead, the write that came earlier.
	// Both are None if there is none. For Converges, Other is the number of the key.
	Witness, Other int
}

// None takes the place of an operation's number where there is none.
const None = -1

// PropertySet is a set of properties, such as those that are violated.
type PropertySet uint16

// Every is the set of all properties.
const Every PropertySet = 1<<Properties - 1

// SetOf returns a set of properties.
func SetOf(list ...Property) (v PropertySet) {
	for _, p := range list {
		v |= 1 << p
	}
	return v
}

// Has reports whether a property is in the set.
func (v PropertySet) Has(p Property) bool { return v>>p&1 != 0 }
