package engine

// RetryBudgetRules are the rules of the accessor's retry budget, those of gRPC's retry
// throttling (gRPC proposal A6, "gRPC Retry Design", 2017). Each attempt that fails takes a
// token, each that succeeds brings a part of one; what the source refuses for good does
// neither. A call that has failed is tried again only while more than half of the tokens
// are there. So retries cannot keep up an overload that they have made: when more fails
// than succeeds, they end. A Max of 0 means that there is no budget.
type RetryBudgetRules struct {
	Max   uint32 // how many tokens there are at most, and at the start, in thousandths
	Ratio uint32 // what an attempt that succeeds brings, in thousandths of a token
}

// token is a token of a retry budget, in thousandths.
const token = 1000

// Left returns how many tokens are left, in thousandths.
func (r RetryBudgetRules) Left(w *World) uint32 { return r.Max - w.Spent }

// spend takes a token for an attempt that has failed, and reports whether its call may be
// tried again.
func (r RetryBudgetRules) spend(w *World) bool {
	if r.Max == 0 {
		return true
	}
	w.Spent = min(w.Spent+token, r.Max)
	return r.Left(w) > r.Max/2
}

// earn brings in what an attempt that has succeeded is worth.
func (r RetryBudgetRules) earn(w *World) { w.Spent -= min(w.Spent, r.Ratio) }
