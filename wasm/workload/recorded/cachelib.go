package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
)

// cacheLib is the format of the key-value traces that Meta published for CacheLib's
// CacheBench: CSV files whose columns are named in the first line, in another order in
// each release, such as
//
//	op_time,key,key_size,op,op_count,size,cache_hits,ttl,usecase,sub_usecase
//	key,op,size,op_count,key_size,ttl
//
// Without that line they are in the latter order. The size is that of the value, and 0
// where there was none. A line stands for op_count operations, of which cache_hits hit;
// the misses are taken as the first of them. Times are whole seconds; two releases have
// none. GET_LEASE is a read that, when it misses, has the right to fill; SET_LEASE is
// that fill.
//
// Source: CacheLib, cachebench/workload/KVReplayGenerator.h and its tests.
var cacheLib = layout{name: "cachelib",
	fits: func(s *sample) bool { return cacheLibHeader(s) || 2*s.count(cacheLibLine) > len(s.lines) },
	open: openCacheLib}

// cacheLibParser reads lines as a CSV file, and then what is particular to them.
type cacheLibParser struct{ csvParser }

// cacheLibHeader reports whether the first line has the names that all releases have.
func cacheLibHeader(s *sample) bool {
	c, _, ok := csvNamed(s)
	return ok && c.has(opColumn) && c.has(countColumn) && c.has(keySizeColumn)
}

// cacheLibLine reports whether a line is one in the order of the first release.
func cacheLibLine(line []byte) bool {
	fields := splitFields(line, ',', nil)
	if len(fields) != 5 && len(fields) != 6 {
		return false
	}
	switch string(fields[1]) {
	case "GET", "SET", "DELETE", "GET_LEASE", "SET_LEASE":
		return true
	}
	return false
}

func openCacheLib(o *Options, s *sample) (parser, traits, error) {
	columns, _ := namedColumns([]byte("key,op,size,op_count,key_size,ttl"), ',')
	p := &cacheLibParser{csvParser{columns: columns, kinds: vocabularyOf(kindNames), unit: second}}
	if cacheLibHeader(s) {
		p.columns, _, _ = csvNamed(s)
		p.header = bytes.Clone(s.lines[0])
	}
	untimed := !p.columns.has(timeColumn)
	return p, traits{whole: !untimed, untimed: untimed, fills: FillsByKey}, nil
}

func (p *cacheLibParser) read(line []byte, to []record) ([]record, string) {
	from := len(to)
	to, reason := p.csvParser.read(line, to)
	if reason != "" || len(to) == from {
		return to, reason
	}
	one := &to[from]
	valueSize := p.column(sizeColumn)
	switch none := string(valueSize) == "0"; {
	case one.kind == engine.Delete, one.kind == engine.Get && none:
		one.size = 0
	case string(p.column(opColumn)) == "SET_LEASE":
		one.fill = true
	}
	return to, ""
}

// column returns a field of the line that was read last.
func (p *cacheLibParser) column(what column) []byte {
	for i, holds := range p.columns.holds {
		if holds == what && i < len(p.fields) {
			return p.fields[i]
		}
	}
	return nil
}
