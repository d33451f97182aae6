package explore

// naiveRules are the rules in which Explore differs from the words that the naive
// explorer follows.
type naiveRules struct {
	// findsQueueOfDown lets a client find a write in the queue of a Resource Manager
	// that is down. By the words the queue is the manager's own.
	findsQueueOfDown bool
}

// asExplored are the rules that Explore follows.
var asExplored = naiveRules{findsQueueOfDown: true}
