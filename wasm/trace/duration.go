package trace

import "strconv"

// Duration formats a time in nanoseconds for people, such as "2 s", "1.5 s",
// "300 ms" or "1 min 30 s", with three significant digits. 0 is "0 s".
func Duration(ns int64) string {
	switch {
	case ns < 0:
		return "-" + Duration(-ns)
	case ns == 0:
		return "0 s"
	case ns < 1_000:
		return strconv.FormatInt(ns, 10) + " ns"
	case ns < 999_500:
		return significant(ns, 1_000) + " µs"
	case ns < 999_500_000:
		return significant(ns, 1_000_000) + " ms"
	case ns < 60_000_000_000:
		return significant(ns, 1_000_000_000) + " s"
	case ns < 3_600_000_000_000:
		return parts(ns, 60_000_000_000, " min", 1_000_000_000, " s")
	}
	return parts(ns, 3_600_000_000_000, " h", 60_000_000_000, " min")
}

// TimeWords formats a time since the start of the run. 0 is "now".
func TimeWords(ns int64) string {
	if ns == 0 {
		return "now"
	}
	return Duration(ns)
}

// WaitWords formats how long a client waited. 0 is "at once".
func WaitWords(ns int64) string {
	if ns == 0 {
		return "at once"
	}
	return Duration(ns)
}

// significant formats ns/unit with three significant digits, rounded to the
// nearest, without trailing zeros. ns is below 1000 units.
func significant(ns, unit int64) string {
	digits := 2
	for limit := 10 * unit; digits > 0 && ns >= limit; limit *= 10 {
		digits--
	}
	scale := int64(1)
	for range digits {
		scale *= 10
	}
	n := (ns*scale + unit/2) / unit
	out := strconv.FormatInt(n/scale, 10)
	if rest := n % scale; rest > 0 {
		fraction := strconv.FormatInt(scale+rest, 10)[1:]
		for fraction[len(fraction)-1] == '0' {
			fraction = fraction[:len(fraction)-1]
		}
		out += "." + fraction
	}
	return out
}

// parts formats ns in whole units and the rest in whole smaller ones.
func parts(ns, unit int64, name string, small int64, smallName string) string {
	n := (ns + small/2) / small
	out := strconv.FormatInt(n*small/unit, 10) + name
	if rest := n % (unit / small); rest > 0 {
		out += " " + strconv.FormatInt(rest, 10) + smallName
	}
	return out
}
