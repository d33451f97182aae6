package workload

import (
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// Bound is what is expected of a measure, such as "< 5ms" or "0". The zero Bound is "0".
type Bound struct {
	Is    Comparison
	Value int64 // in billionths: of a second, of the whole, or of one
	Unit  Unit
}

// Comparison says how a measure compares with the value of a bound.
type Comparison uint8

const (
	// Equal is the same.
	Equal Comparison = iota
	// Below is less.
	Below
	// AtMost is less or the same.
	AtMost
	// Above is more.
	Above
	// AtLeast is more or the same.
	AtLeast
)

// signs are the texts of the comparisons; that of Equal may be left out.
var signs = [...]string{"=", "<", "<=", ">", ">="}

// one is how many billionths one has.
const one = 1_000_000_000

// Words returns what a bound in a unit looks like, as errors say it.
func (u Unit) Words() string {
	switch u {
	case Time:
		return `a bound such as "< 5ms" or "<= 1s"`
	case Share:
		return `a bound such as "< 0.1%" or ">= 95%"`
	default:
		return `a bound such as "0", "< 100" or ">= 2.5"`
	}
}

// ParseBound parses a bound.
func ParseBound(text string, unit Unit) (b Bound, ok bool) {
	b.Unit = unit
	sign := text[:len(text)-len(strings.TrimLeft(text, "<>="))]
	value := strings.TrimLeft(text[len(sign):], " ")
	for is, s := range signs {
		if s == sign {
			b.Is, ok = Comparison(is), true
		}
	}
	if !ok && sign != "" {
		return Bound{}, false
	}
	if unit == Time {
		b.Value, ok = parseTime(value)
	} else {
		b.Value, ok = parseNumber(value, unit)
	}
	return b, ok
}

// parseTime parses a duration.
func parseTime(text string) (ns int64, ok bool) {
	d, err := time.ParseDuration(text)
	return int64(d), err == nil && text[0] != '-' && text[0] != '+'
}

// parseNumber parses a decimal number in billionths, without zeros at its front and with
// at most 9 digits before its point and 9 behind. That of a share can be in per cent, and
// is at most the whole.
func parseNumber(text string, unit Unit) (value int64, ok bool) {
	places := 9
	if percent, is := strings.CutSuffix(text, "%"); is && unit == Share {
		text, places = strings.TrimRight(percent, " "), 7
	}
	whole, fraction, pointed := strings.Cut(text, ".")
	if len(whole) == 0 || len(whole) > 9 || len(whole) > 1 && whole[0] == '0' || len(fraction) > places || pointed && fraction == "" {
		return 0, false
	}
	digits := whole + fraction + "000000000"[:places-len(fraction)]
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
		value = value*10 + int64(digits[i]-'0')
	}
	return value, unit != Share || value <= one
}

// String returns the canonical text of a bound.
func (b Bound) String() string {
	var value string
	switch b.Unit {
	case Time:
		value = time.Duration(b.Value).String()
	case Share:
		value = formatNumber(b.Value, 7) + "%"
	default:
		value = formatNumber(b.Value, 9)
	}
	if b.Is == Equal {
		return value
	}
	return signs[b.Is] + " " + value
}

// formatNumber writes a number that has so many decimals, without zeros at its end.
func formatNumber(value int64, places int) string {
	digits := strconv.FormatInt(value, 10)
	if missing := places + 1 - len(digits); missing > 0 {
		digits = "0000000000"[:missing] + digits
	}
	point := len(digits) - places
	return strings.TrimRight(strings.TrimRight(digits[:point]+"."+digits[point:], "0"), ".")
}

// Holds reports whether the measured value is within the bound: measured/of of a second,
// of the whole, or of one. The comparison is exact.
func (b Bound) Holds(measured, of uint64) bool {
	gotHigh, gotLow := bits.Mul64(measured, one)
	wantHigh, wantLow := bits.Mul64(uint64(b.Value), of)
	less := gotHigh < wantHigh || gotHigh == wantHigh && gotLow < wantLow
	same := gotHigh == wantHigh && gotLow == wantLow
	switch b.Is {
	case Below:
		return less
	case AtMost:
		return less || same
	case Above:
		return !less && !same
	case AtLeast:
		return !less
	}
	return same
}
