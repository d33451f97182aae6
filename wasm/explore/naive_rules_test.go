package explore

// naiveRules are the rules in which Explore differs from the words that the naive
// explorer follows.
type naiveRules struct {
	// budgetFirst takes a fault at a step from the budget, if there is one, and only
	// then from the faults that are aimed at the step. By the words both can happen.
	budgetFirst bool
	// requeueByPlace lets what waits behind a failed write in the queue take its place,
	// even if that is the older one of the two. By the words the newer one does.
	requeueByPlace bool
	// fencesPayments lets a fenced source refuse the payments that an older record is
	// merged with. By the words payments are never fenced.
	fencesPayments bool
	// fencedIsTold lets a worker know of a save that was too old, even if its answer
	// is lost.
	fencedIsTold bool
	// outageEndsLate lets an outage end the late saves of workers. By the words they
	// land at any later moment, as those of operations do.
	outageEndsLate bool
	// findsQueueOfDown lets a client find a write in the queue of a Resource Manager
	// that is down. By the words the queue is the manager's own.
	findsQueueOfDown bool
}

// asExplored are the rules that Explore follows.
var asExplored = naiveRules{
	budgetFirst: true, requeueByPlace: true, fencesPayments: true, fencedIsTold: true, outageEndsLate: true,
	findsQueueOfDown: true,
}
