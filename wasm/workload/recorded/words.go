package recorded

import (
	"strconv"
	"strings"
)

// Words are options as people write them; "" leaves the default.
type Words struct {
	Reader  string // the name of a format
	Columns string
	Unit    string
	Fills   string // the name of a rule
	Bad     string // a share, such as "1%"
	Rate    int64
}

// Options returns what the words say. An error begins with the name of the option.
func (w *Words) Options() (Options, error) {
	o := Options{Format: w.Reader, Columns: w.Columns, TimeUnit: w.Unit, Rate: w.Rate}
	if o.Format != "" && named(o.Format) == nil {
		return o, notOneOf("reader", o.Format, Formats())
	}
	var rules []string
	found := w.Fills == ""
	for rule := range FillRules {
		rules = append(rules, rule.String())
		if rule.String() == w.Fills {
			o.Fills, found = rule, true
		}
	}
	if !found {
		return o, notOneOf("fills", w.Fills, rules)
	}
	if w.Bad != "" {
		share, err := strconv.ParseFloat(strings.TrimSuffix(w.Bad, "%"), 64)
		if err != nil || !strings.HasSuffix(w.Bad, "%") || !(share >= 0.1 && share <= 100) {
			return o, &wordError{`bad: "` + excerpt([]byte(w.Bad)) + `" is not a share from "0.1%" to "100%"`}
		}
		o.BadPerMille = int64(share*10 + 0.5)
	}
	return o, nil
}

// wordError is what is wrong with an option.
type wordError struct{ text string }

// Error names the option, what was found and what is allowed.
func (e *wordError) Error() string { return e.text }

func notOneOf(option, found string, allowed []string) error {
	return &wordError{option + `: "` + excerpt([]byte(found)) + `" is not one of "` + strings.Join(allowed, `", "`) + `"`}
}
