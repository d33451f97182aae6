package recorded

// moment returns a time that is a number of a unit, or a date such as
// 2018-07-02T22:23:00.186641Z, in nanoseconds.
func moment(text []byte, unit int64) (int64, bool) {
	if len(text) > 4 && text[4] == '-' {
		return isoDate(text)
	}
	return fractional(text, unit)
}

// days returns the number of days since 1970-01-01 of a date of the Gregorian calendar.
//
// Source: Howard Hinnant, "chrono-compatible low-level date algorithms",
// days_from_civil.
func days(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// clock returns the time of a date and a time of the day, and whether they exist.
func clock(year, month, day, hour, minute, sec int64) (int64, bool) {
	if year < 1970 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || sec < 0 || sec > 60 {
		return 0, false
	}
	return (days(year, month, day)*86400 + hour*3600 + minute*60 + sec) * second, true
}

// digits returns the number that some bytes are, or -1.
func digits(text []byte, from, length int) int64 {
	if from+length > len(text) {
		return -1
	}
	n := int64(0)
	for _, c := range text[from : from+length] {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int64(c-'0')
	}
	return n
}

// isoDate returns the time of a date as in ISO 8601, with "T" or " " before the time of
// the day, a fraction of a second or not, and "Z", an offset such as "+02:00", or nothing.
func isoDate(text []byte) (int64, bool) {
	if len(text) < 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' && text[10] != ' ' || text[13] != ':' || text[16] != ':' {
		return 0, false
	}
	time, ok := clock(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2))
	rest := text[19:]
	if ok && len(rest) > 0 && rest[0] == '.' {
		end := 1
		for unit := second; end < len(rest) && rest[end] >= '0' && rest[end] <= '9'; end++ {
			unit /= 10
			time += int64(rest[end]-'0') * unit
		}
		rest = rest[end:]
	}
	if len(rest) == 0 || string(rest) == "Z" {
		return time, ok
	}
	east, offsetOK := offset(rest)
	return time - east, ok && offsetOK
}

// offset returns the distance from UTC that a text such as +0200 or -07:00 says.
func offset(text []byte) (int64, bool) {
	if len(text) == 6 && text[3] == ':' {
		text = append(append(make([]byte, 0, 5), text[:3]...), text[4:]...)
	}
	hours, minutes := digits(text, 1, 2), digits(text, 3, 2)
	if len(text) != 5 || hours < 0 || minutes < 0 || hours > 15 || minutes > 59 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	east := (hours*60 + minutes) * 60 * second
	if text[0] == '-' {
		east = -east
	}
	return east, true
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// logDate returns the time of a date as in access logs: 10/Oct/2000:13:55:36 -0700.
func logDate(text []byte) (int64, bool) {
	if len(text) != 26 || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[14] != ':' || text[17] != ':' || text[20] != ' ' {
		return 0, false
	}
	month := int64(0)
	for i := 0; i < len(months); i += 3 {
		if months[i:i+3] == string(text[3:6]) {
			month = int64(i/3) + 1
		}
	}
	time, ok := clock(digits(text, 7, 4), month, digits(text, 0, 2), digits(text, 12, 2), digits(text, 15, 2), digits(text, 18, 2))
	east, offsetOK := offset(text[21:])
	return time - east, ok && offsetOK
}
