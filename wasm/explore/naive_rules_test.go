package explore

// naiveRules are the rules in which Explore differs from the words that the naive
// explorer follows.
type naiveRules struct {
	// sharesAfterCrash lets a read that shares a load go on after its client, which
	// executes it, has crashed. By the words it stops where it is.
	sharesAfterCrash bool
}

// asExplored are the rules that Explore follows.
var asExplored = naiveRules{sharesAfterCrash: true}
