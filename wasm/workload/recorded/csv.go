package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
)

// csvColumns is a CSV file whose columns are named in its first line, such as
// "time,op,key,size,ttl", or by Options.Columns. Only a key is needed; without an
// operation each line is a read. Columns are separated by "," or by what is most
// frequent of tab, ";", "|" and ",". Fields may be quoted (RFC 4180) but not contain
// line ends.
//
// Sources: RFC 4180; libCacheSim, traceReader/generalReader/csv.c.
var csvColumns = layout{name: "csv",
	fits: func(s *sample) bool {
		c, _, ok := csvNamed(s)
		return ok && c.has(keyColumn) && len(s.lines) > 1
	},
	open: openCSV}

// csvParser reads lines of a CSV file.
type csvParser struct {
	columns columns
	kinds   vocabulary
	unit    int64  // of times
	header  []byte // the first line, if it has names; it can come again
	fields  [][]byte
}

// csvNamed returns the columns that the first line names, if one of them is a key.
func csvNamed(s *sample) (columns, string, bool) {
	if len(s.lines) == 0 || !printable(s.bytes) {
		return columns{}, "", false
	}
	c, unit := namedColumns(s.lines[0], delimiterOf(s.lines[0]))
	return c, unit, c.has(keyColumn)
}

func openCSV(o *Options, s *sample) (parser, traits, error) {
	c, err := parseColumns(o.Columns)
	if err != nil {
		return nil, traits{}, err
	}
	unit := ""
	if len(c.holds) == 0 {
		var ok bool
		if c, unit, ok = csvNamed(s); !ok {
			return nil, traits{}, failure("it is not said which column has the key: neither by its first line, nor by an option")
		}
	}
	if c.delimiter == 0 && len(s.lines) > 0 {
		c.delimiter = delimiterOf(s.lines[0])
	}
	p := &csvParser{columns: c, kinds: vocabularyOf(kindNames)}
	if len(s.lines) > 0 && (c.header == 1 || c.header == 0 && p.isHeader(s.lines[0])) {
		p.header = bytes.Clone(s.lines[0])
	}
	t := traits{untimed: !c.has(timeColumn), fills: FillsByKey}
	if c.has(clientColumn) {
		t.fills = FillsByClient
	}
	if c.has(fillColumn) {
		t.fills = FillsSaid
	}
	if !t.untimed {
		t.unit, t.whole = p.times(o, s, unit)
		p.unit = unitNamed(t.unit)
		if o.TimeUnit != "" || unit != "" {
			t.unit = ""
		}
	}
	return p, t, nil
}

// delimiterOf returns what separates the columns of a line.
func delimiterOf(line []byte) byte {
	most, delimiter := 0, byte(',')
	for _, c := range []byte(",\t;|") {
		n := 0
		for _, other := range line {
			if other == c {
				n++
			}
		}
		if n > most {
			most, delimiter = n, c
		}
	}
	return delimiter
}

// isHeader reports whether a line has no number where the times or sizes should be.
func (p *csvParser) isHeader(line []byte) bool {
	p.fields = splitFields(line, p.columns.delimiter, p.fields)
	for i, holds := range p.columns.holds {
		if i < len(p.fields) && (holds == timeColumn || holds == sizeColumn) {
			if _, ok := fractional(p.fields[i], 1); !ok {
				return len(p.fields[i]) == 0 || p.fields[i][0] < '0' || p.fields[i][0] > '9'
			}
		}
	}
	return false
}

// times returns the unit of times, and whether they are whole seconds. Where nobody
// says the unit, a number of today is told by its magnitude, and others are seconds.
func (p *csvParser) times(o *Options, s *sample, unit string) (string, bool) {
	whole, largest := true, uint64(0)
	for _, line := range s.lines {
		if text := p.field(line, timeColumn); text != nil {
			_, isTime := moment(text, 1)
			digits, _, fraction := cut(text, '.')
			whole = whole && !(isTime && fraction)
			n, _ := natural(digits)
			largest = max(largest, n)
		}
	}
	switch {
	case o.TimeUnit != "":
		unit = o.TimeUnit
	case unit != "":
	case largest >= 1e17:
		unit = "ns"
	case largest >= 1e14:
		unit = "us"
	case largest >= 1e11:
		unit = "ms"
	default:
		unit = "s"
	}
	return unit, whole && unit == "s"
}

// field returns a field of a line, or nil.
func (p *csvParser) field(line []byte, what column) []byte {
	if bytes.Equal(line, p.header) {
		return nil
	}
	p.fields = splitFields(line, p.columns.delimiter, p.fields)
	for i, holds := range p.columns.holds {
		if holds == what && i < len(p.fields) {
			return p.fields[i]
		}
	}
	return nil
}

func (p *csvParser) read(line []byte, to []record) ([]record, string) {
	if len(line) == 0 || p.header != nil && bytes.Equal(line, p.header) {
		return to, ""
	}
	p.fields = splitFields(line, p.columns.delimiter, p.fields)
	one := record{kind: engine.Get, times: 1}
	key, keySize, hits := []byte(nil), uint32(0), -1
	for i, holds := range p.columns.holds {
		if i >= len(p.fields) {
			break
		}
		field := trimmed(p.fields[i])
		switch {
		case holds == keyColumn:
			key = field
		case holds == keySizeColumn:
			keySize, _ = size(field)
		case holds == hitsColumn:
			if n, ok := size(field); ok {
				hits = int(n)
			}
		default:
			if reason := p.take(holds, field, &one); reason != "" {
				return to, reason
			}
		}
	}
	if len(key) == 0 {
		return to, "it has no key"
	}
	one.key = fingerprint(0, key)
	one.size = bytesOf(one.size, keySize)
	if one.kind != engine.Get {
		one.told = false
	} else if hits >= 0 {
		one.told, one.misses = true, max(0, one.times-hits)
	}
	return append(to, one), ""
}

// take puts what a field says into a record, or returns what is wrong with it.
func (p *csvParser) take(holds column, field []byte, one *record) string {
	ok := true
	switch holds {
	case timeColumn:
		if one.time, ok = moment(field, p.unit); !ok {
			return "its time is neither a number nor a date"
		}
	case opColumn:
		kind, ok := p.kinds.meaning(field)
		if !ok {
			return "its operation is not known"
		}
		one.kind = engine.OpKind(kind)
	case sizeColumn, valueColumn:
		if one.size, ok = size(field); !ok && len(field) > 0 && string(field) != "-1" {
			return "its size is not a number of bytes"
		}
		if !ok {
			one.size = 0
		}
	case ttlColumn:
		if one.ttl, ok = fractional(field, second); !ok {
			one.ttl = 0 // -1 and "" mean none
		}
	case clientColumn:
		one.client = fingerprint(1, field)
	case hitColumn:
		one.told, one.misses = hit(field)
	case countColumn:
		n, ok := size(field)
		if !ok || n == 0 || n > maxTimes {
			return "its number of operations is not one from 1 to " + decimal(maxTimes)
		}
		one.times = int(n)
	case fillColumn:
		one.fill, _ = truth(field)
	case ignored, keyColumn, keySizeColumn, hitsColumn:
	}
	return ""
}

// maxTimes is how many operations a line can stand for.
const maxTimes = 1 << 20

// hit returns whether a record tells of a hit or a miss, and 1 for a miss.
func hit(field []byte) (told bool, misses int) {
	value, told := truth(field)
	if told && !value {
		misses = maxTimes
	}
	return told, misses
}

// truth returns whether a word means yes, and whether it means yes or no.
func truth(word []byte) (yes, told bool) {
	var space [24]byte
	switch string(lower(word, &space)) {
	case "1", "true", "yes", "hit", "t", "y", "h":
		return true, true
	case "0", "false", "no", "miss", "f", "n", "m":
		return false, true
	}
	return false, false
}

// splitFields splits a line, and takes the quotes off quoted fields.
func splitFields(line []byte, delimiter byte, to [][]byte) [][]byte {
	to = to[:0]
	for {
		var field []byte
		if len(line) > 0 && line[0] == '"' {
			field, line = unquote(line[1:])
		}
		end := bytes.IndexByte(line, delimiter)
		if end < 0 {
			return append(to, joined(field, line))
		}
		to = append(to, joined(field, line[:end]))
		line = line[end+1:]
	}
}

// joined returns a quoted part and what follows it, which a proper field does not have.
func joined(quoted, rest []byte) []byte {
	switch {
	case quoted == nil:
		return rest
	case len(rest) == 0:
		return quoted
	}
	return append(quoted, rest...)
}

// unquote returns what stands before the next quote that is not doubled, and the rest.
func unquote(line []byte) (field, rest []byte) {
	field = []byte{}
	for {
		end := bytes.IndexByte(line, '"')
		if end < 0 {
			return append(field, line...), nil
		}
		field = append(field, line[:end]...)
		if end+1 == len(line) || line[end+1] != '"' {
			return field, line[end+1:]
		}
		field, line = append(field, '"'), line[end+2:]
	}
}
