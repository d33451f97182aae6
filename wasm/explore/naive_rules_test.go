package explore

// naiveRules are the rules in which Explore differs from the words that the naive
// explorer follows.
type naiveRules struct {
	// paymentsInOrder judges payments by monotonic-writes. By the words a key with
	// payments is judged by durable and at-most-once alone.
	paymentsInOrder bool
	// firstOfBatch lets faults befall a batch only by its first write. By the words
	// each write of a batch can be refused, and has the faults at its step.
	firstOfBatch bool
	// budgetFirst takes a fault at a step from the budget, if there is one, and only
	// then from the faults that are aimed at the step. By the words both can happen.
	budgetFirst bool
	// payAlone judges no record of a key that has payments. By the words durable is
	// about the record of such a key too.
	payAlone bool
	// takenCounts drops the oldest write where the queue has room but for the items
	// that workers have. By the words these do not count.
	takenCounts bool
	// requeueByPlace lets what waits behind a failed write in the queue take its place,
	// even if that is the older one of the two. By the words the newer one does.
	requeueByPlace bool
	// syncSavesOnce lets nothing befall the first attempt of the save in place of a
	// queue.put. By the words it is a save as any other.
	syncSavesOnce bool
	// fencesPayments lets a fenced source refuse the payments that an older record is
	// merged with. By the words payments are never fenced.
	fencesPayments bool
	// fencedIsTold lets a worker know of a save that was too old, even if its answer
	// is lost.
	fencedIsTold bool
	// outageEndsLate lets an outage end the late saves of workers. By the words they
	// land at any later moment, as those of operations do.
	outageEndsLate bool
}

// asExplored are the rules that Explore follows.
var asExplored = naiveRules{paymentsInOrder: true, firstOfBatch: true, budgetFirst: true, payAlone: true, takenCounts: true,
	requeueByPlace: true, syncSavesOnce: true, fencesPayments: true, fencedIsTold: true, outageEndsLate: true,
}
