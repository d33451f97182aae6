package scenario

import (
	"strconv"
	"strings"
	"time"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/random"
)

// MaxDuration is the longest duration of a scenario, in nanoseconds: a day.
const MaxDuration = int64(24 * time.Hour)

const (
	durationWords = `a duration such as "1500ms" or "2s"`
	durationRange = durationWords + `, from "0s" to "24h"`
)

// unset is the default of a duration that has no default.
const unset = -1

// duration declares a duration and returns it in nanoseconds, as is byDefault.
func (f *fields) duration(name string, byDefault int64, k setting, doc string) int64 {
	d := Field{Path: name, Type: TypeDuration, Allowed: durationRange, Doc: doc}.as(k)
	if byDefault != unset {
		d.Default = quote(formatDuration(byDefault))
	}
	v := f.member(d)
	if v == nil {
		return byDefault
	}
	ns, ok := f.reader.parseDuration(f.at(name), v, durationWords)
	if !ok {
		return byDefault
	}
	if ns != byDefault {
		f.put(name, jsontree.FromString(formatDuration(ns)))
	}
	return ns
}

// parseDuration returns a duration in nanoseconds, or false after an error, which
// says what is allowed.
func (r *reader) parseDuration(path string, v *jsontree.Value, allowed string) (int64, bool) {
	if v.Kind != jsontree.String {
		r.invalid(path, v, allowed)
		return 0, false
	}
	d, err := time.ParseDuration(v.String)
	if err != nil {
		r.invalid(path, v, allowed)
		return 0, false
	}
	if d < 0 || int64(d) > MaxDuration {
		r.fail(path, CodeInvalid, show(v)+` is out of range: a duration is from "0s" to "24h"`)
		return 0, false
	}
	return int64(d), true
}

// formatDuration returns the canonical spelling of a duration.
func formatDuration(ns int64) string { return time.Duration(ns).String() }

// latencyWords says in errors what a latency is.
const latencyWords = durationWords + `, or {"dist": "exponential", "mean": "2ms"}, ` +
	`{"dist": "uniform", "min": "1ms", "max": "3ms"} or {"p50": "1ms", "p99": "20ms"}`

// MaxPercentileRatio bounds a latency's p99, as a multiple of its p50. Beyond it a
// log-normal distribution sometimes gives delays of years.
const MaxPercentileRatio = 1000

// latency declares the distribution of a delay. The default is no delay.
func (f *fields) latency(name string, k setting, doc string) random.Distribution {
	v := f.member(Field{Path: name, Type: TypeLatency, Allowed: latencyWords, Default: `"0s"`, Doc: doc}.as(k))
	switch {
	case v == nil:
	case v.Kind == jsontree.Object:
		var d random.Distribution
		f.put(name, f.reader.object(f.at(name), v, func(f *fields) { d = f.distribution() }))
		return d
	default:
		if ns, ok := f.reader.parseDuration(f.at(name), v, latencyWords); ok && ns > 0 {
			f.put(name, jsontree.FromString(formatDuration(ns)))
			return random.Constant(ns)
		}
	}
	return random.Distribution{}
}

// LatencyForm lists the members of a latency that is an object: of the given
// distribution, or, for "", of measured percentiles.
func LatencyForm(dist string) []Field {
	given := jsontree.FromMembers(jsontree.Member{Name: "dist", Value: jsontree.FromString(dist)})
	if dist == "" {
		given = jsontree.FromMembers(jsontree.Member{Name: "p50"})
	}
	r := reader{describing: true}
	r.object("", &given, func(f *fields) { f.distribution() })
	return r.table
}

// distribution declares a latency that is an object.
func (f *fields) distribution() random.Distribution {
	if f.has("p50") || f.has("p99") {
		p50 := f.duration("p50", unset, noSetting, "The median: half of the delays are shorter, half are longer.")
		p99 := f.duration("p99", unset, noSetting, "The 99th percentile: one delay in a hundred is longer than this.")
		f.require("p50", "p99")
		if p50 >= 0 && p99 >= 0 && (p50 == 0 || p99 < p50 || p99 > p50*MaxPercentileRatio) {
			f.reader.fail(f.path, CodeConflict, "p50 "+quote(formatDuration(p50))+" and p99 "+quote(formatDuration(p99))+
				" do not go together: p50 is above \"0s\", and p99 is 1 to "+strconv.Itoa(MaxPercentileRatio)+" times as long")
		}
		return random.Percentiles(p50, p99)
	}
	kind := f.choice("dist", noDefault, []string{"exponential", "uniform"}, noSetting, "How the delays scatter: exponential (most are short, a few are long), or uniform (all between two bounds are equally likely).")
	mean, least, most := int64(unset), int64(unset), int64(unset)
	if kind != 1 {
		mean = f.duration("mean", unset, noSetting, "The delay on average.")
	}
	if kind != 0 {
		least = f.duration("min", unset, noSetting, "The shortest delay.")
		most = f.duration("max", unset, noSetting, "The longest delay.")
	}
	f.require("dist")
	switch kind {
	case 0:
		f.require("mean")
		return random.Exponential(mean)
	case 1:
		f.require("min", "max")
		if most >= 0 && least > most {
			f.reader.fail(f.path, CodeConflict, "min "+quote(formatDuration(least))+" is longer than max "+quote(formatDuration(most)))
		}
	}
	return random.Uniform(least, most)
}

// timeOfDay declares a time of day and returns it in nanoseconds since midnight.
func (f *fields) timeOfDay(name, doc string) int64 {
	const allowed = `a time of day from "00:00:00" to "23:59:59.999999999"`
	v := f.member(Field{Path: name, Type: TypeTime, Allowed: allowed, Default: `"00:00:00"`, Doc: doc})
	if v == nil {
		return 0
	}
	ns, ok := int64(0), v.Kind == jsontree.String
	if ok {
		ns, ok = parseTimeOfDay(v.String)
	}
	if !ok {
		f.reader.invalid(f.at(name), v, allowed)
		return 0
	}
	if ns != 0 {
		f.put(name, jsontree.FromString(formatTimeOfDay(ns)))
	}
	return ns
}

// parseTimeOfDay parses HH:MM:SS with up to nine digits of a fraction.
func parseTimeOfDay(text string) (int64, bool) {
	clock, fraction, hasFraction := strings.Cut(text, ".")
	if len(clock) != len("HH:MM:SS") || clock[2] != ':' || clock[5] != ':' {
		return 0, false
	}
	hours, ok1 := digits(clock[:2], 23)
	minutes, ok2 := digits(clock[3:5], 59)
	seconds, ok3 := digits(clock[6:], 59)
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	ns := int64(0)
	if hasFraction {
		if len(fraction) == 0 || len(fraction) > 9 {
			return 0, false
		}
		var ok bool
		if ns, ok = digits(fraction+"000000000"[len(fraction):], 999_999_999); !ok {
			return 0, false
		}
	}
	return ((hours*60+minutes)*60+seconds)*int64(time.Second) + ns, true
}

// digits parses a number of decimal digits, and returns false if it is above most.
func digits(text string, most int64) (int64, bool) {
	n := int64(0)
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(text[i]-'0')
	}
	return n, n <= most
}

// formatTimeOfDay returns the canonical spelling of a time of day, which has no
// trailing zeros in the fraction.
func formatTimeOfDay(ns int64) string {
	seconds, fraction := ns/int64(time.Second), ns%int64(time.Second)
	text := padded(seconds/3600, 2) + ":" + padded(seconds/60%60, 2) + ":" + padded(seconds%60, 2)
	if fraction > 0 {
		text += "." + strings.TrimRight(padded(fraction, 9), "0")
	}
	return text
}

// padded formats n with leading zeros.
func padded(n int64, width int) string {
	text := strconv.FormatInt(n, 10)
	return "000000000"[:width-len(text)] + text
}
