package replay

import (
	"slices"
	"strconv"
	"strings"
)

// MaxCapacity is the greatest capacity: 64 TiB if it is in bytes.
const MaxCapacity = 1 << 46

// Plan says which policies are replayed at which capacities.
type Plan struct {
	Policies []string
	Bytes    bool // capacities are in bytes, else in objects
	Curve    bool // the miss ratio at many capacities is wanted, unless some are given

	capacities string // as they were written, "" for none
	given      int    // how many those are
}

// wrong is what is wrong with a plan. It begins with the name of what that is in.
type wrong string

// Error says what was found and what is allowed.
func (w wrong) Error() string { return string(w) }

// ParsePlan returns the plan with policies and capacities of lists with commas between
// them. The policy "all" is all of them; a capacity with a point is a share of all objects.
func ParsePlan(policies, capacities string, bytes, curve bool) (Plan, error) {
	p := Plan{Bytes: bytes, Curve: curve, capacities: capacities}
	if capacities == "" && !curve {
		return p, wrong("capacity: a number of objects, or of bytes, or a share such as 0.1 is needed")
	}
	list, err := p.list(1)
	if err != nil {
		return p, err
	}
	p.given = len(list)
	known := Policies()
	p.Policies = strings.Split(policies, ",")
	if policies == "all" {
		p.Policies = known
	}
	for _, name := range p.Policies {
		if !slices.Contains(known, name) {
			return p, wrong("policy: " + strconv.Quote(name) + ` is not one of "` + strings.Join(known, `", "`) + `", or "all"`)
		}
	}
	return p, nil
}

// list returns the capacities that are given, of so many objects or bytes.
func (p *Plan) list(all int64) (list []int64, err error) {
	if p.capacities == "" {
		return nil, nil
	}
	for _, text := range strings.Split(p.capacities, ",") {
		if share, err := strconv.ParseFloat(text, 64); err == nil && strings.Contains(text, ".") && share > 0 && share <= 1 {
			list = append(list, max(int64(share*float64(all)), 1))
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 || n > MaxCapacity {
			return nil, wrong("capacity: " + strconv.Quote(text) + " is neither a whole number from 1 to " + strconv.FormatInt(MaxCapacity, 10) +
				" nor a share above 0 of at most 1.0")
		}
		list = append(list, n)
	}
	return list, nil
}

// CapacitiesFor returns the capacities for a trace, those of curves in ascending order.
func (p *Plan) CapacitiesFor(trace *Trace) ([]int64, error) {
	all := int64(trace.Objects)
	if p.Bytes {
		if !trace.HasSizes() {
			return nil, wrong("bytes: the sizes of objects are needed, but the recording has none")
		}
		all = trace.Bytes()
	}
	list, err := p.list(all)
	if p.Curve {
		if list == nil {
			list = Capacities(all)
		}
		slices.Sort(list)
		list = slices.Compact(list)
	}
	return list, err
}
