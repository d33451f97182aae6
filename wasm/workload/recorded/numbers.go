package recorded

import "strconv"

// decimal returns a number as text.
func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// maxTime is the latest time, in nanoseconds: about 146 years.
const maxTime = 1 << 62

// natural returns the number that a text is.
func natural(text []byte) (uint64, bool) {
	if len(text) == 0 || len(text) > 20 {
		return 0, false
	}
	n := uint64(0)
	for _, c := range text {
		digit := uint64(c - '0')
		if digit > 9 || n > (1<<64-1-digit)/10 {
			return 0, false
		}
		n = 10*n + digit
	}
	return n, true
}

// size returns a number of bytes.
func size(text []byte) (uint32, bool) {
	n, ok := natural(text)
	return uint32(n), ok && n < 1<<32
}

// bytesOf adds sizes, up to the greatest that there is.
func bytesOf(key, value uint32) uint32 {
	return uint32(min(uint64(key)+uint64(value), 1<<32-1))
}

// fractional returns a number such as 12 or 12.5, of a unit in nanoseconds, in
// nanoseconds. What is below a nanosecond is left out.
func fractional(text []byte, unit int64) (int64, bool) {
	point := len(text)
	for i, c := range text {
		if c == '.' {
			point = i
			break
		}
	}
	whole, ok := natural(text[:point])
	if !ok || whole >= uint64(maxTime/unit) {
		return 0, false
	}
	time := int64(whole) * unit
	if point == len(text) {
		return time, true
	}
	if point+1 == len(text) {
		return 0, false
	}
	for _, c := range text[point+1:] {
		if c < '0' || c > '9' {
			return 0, false
		}
		unit /= 10
		time += int64(c-'0') * unit
	}
	return time, true
}

// unitNamed returns a unit of time in nanoseconds, or 0.
func unitNamed(name string) int64 {
	switch name {
	case "s":
		return second
	case "ms":
		return 1e6
	case "us":
		return 1e3
	case "ns":
		return 1
	}
	return 0
}
