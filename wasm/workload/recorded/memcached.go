package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
)

// memcached is what memcached prints after "watch fetchers mutations deletions":
//
//	ts=1717171717.5021 gid=12 type=item_get key=user%3A1 status=found clsid=3 cfd=31 size=120
//	ts=1717171717.5100 gid=14 type=item_store key=user%3A1 status=stored cmd=set ttl=60 clsid=3 cfd=31 size=120
//	ts=1717171717.5200 gid=16 type=deleted key=user%3A1 cmd=delete clsid=3 size=120
//
// What follows the point of a time is a number of microseconds, without zeros before
// it. Keys are URI-encoded. Each store, and each deletion that deletes, looks for the
// old item first, and prints that as an item_get directly before: no read. A store that
// stored nothing is no operation. Deletions do not say their client: it is that of the
// item_get before.
//
// Source: memcached, logger.c (_logger_parse_ige, _logger_parse_ise, _logger_parse_ide),
// doc/protocol.txt ("Watchers") and t/watcher_connid.t.
var memcached = layout{name: "memcached",
	traits: traits{fills: FillsByClient}, parser: func() parser { return &memcachedParser{} }}

type memcachedParser struct {
	held    record // an item_get that may belong to the next line, if times is not 0
	scratch []byte
	lost    int64 // lines that memcached says it left out
	said    int64 // lines that are operations
}

// memcachedLine has the fields of a line that matter.
type memcachedLine struct{ ts, kind, key, status, cmd, ttl, cfd, size []byte }

func (p *memcachedParser) read(line []byte, to []record) ([]record, string) {
	if begins(line, "skipped=") {
		lost, _ := natural(line[len("skipped="):])
		p.lost += int64(min(lost, 1<<40))
		return to, ""
	}
	if len(line) == 0 || string(line) == "OK" {
		return to, ""
	}
	l := splitMemcached(line)
	one := record{times: 1, told: string(l.kind) == "item_get"}
	var ok bool
	if one.time, ok = memcachedTime(l.ts); !ok {
		return to, "its ts is not a number of seconds and of microseconds"
	}
	if l.kind == nil {
		return to, "it has no type"
	}
	switch string(l.kind) {
	case "item_get", "item_store", "deleted":
	default:
		return p.end(to), ""
	}
	if len(l.key) == 0 {
		return to, "it has no key"
	}
	p.take(&l, &one)
	if one.told {
		to = p.end(to)
		p.held = one
		return to, ""
	}
	own := p.held.times > 0 && p.held.key == one.key && (one.client == 0 || p.held.client == one.client)
	if own {
		one.client = p.held.client
		p.held.times = 0
	}
	to = p.end(to)
	if l.status != nil && string(l.status) != "stored" {
		return to, ""
	}
	p.said++
	return append(to, one), ""
}

// take puts into a record what the fields say besides the time.
func (p *memcachedParser) take(l *memcachedLine, one *record) {
	key := p.decoded(l.key)
	one.key = fingerprint(0, key)
	if l.cfd != nil {
		one.client = fingerprint(1, l.cfd)
	}
	value, sized := size(l.size)
	switch {
	case one.told:
		one.kind = engine.Get
		if string(l.status) != "found" {
			one.misses, sized = 1, false
		}
	case string(l.kind) == "deleted":
		one.kind, sized = engine.Delete, false
	case string(l.cmd) == "add":
		one.kind = engine.Create
	default:
		one.kind = engine.Edit
	}
	if sized {
		one.size = bytesOf(uint32(len(key)), value)
	}
	if ttl, ok := natural(l.ttl); ok && ttl < 1<<31 { // more was negative
		one.ttl = int64(ttl) * second
	}
}

// end appends the item_get that was held back.
func (p *memcachedParser) end(to []record) []record {
	if p.held.times > 0 {
		to = append(to, p.held)
		p.held.times = 0
		p.said++
	}
	return to
}

func (p *memcachedParser) report(r *Report) {
	r.Lost = p.lost
	r.Other = r.Lines - r.Bad - p.said
}

// splitMemcached returns the fields of a line.
func splitMemcached(line []byte) memcachedLine {
	var l memcachedLine
	for len(line) > 0 {
		var field []byte
		field, line, _ = cut(line, ' ')
		name, value, _ := cut(field, '=')
		switch string(name) {
		case "ts":
			l.ts = value
		case "type":
			l.kind = value
		case "key":
			l.key = value
		case "status":
			l.status = value
		case "cmd":
			l.cmd = value
		case "ttl":
			l.ttl = value
		case "cfd":
			l.cfd = value
		case "size":
			l.size = value
		}
	}
	return l
}

// memcachedTime returns a time whose microseconds have no zeros before them.
func memcachedTime(text []byte) (int64, bool) {
	seconds, micros, _ := cut(text, '.')
	s, ok := natural(seconds)
	us, okToo := natural(micros)
	return int64(s)*second + int64(us)*1000, ok && okToo && s < uint64(maxTime/second) && us < 1e6
}

// decoded returns what a URI-encoded text means, until the next call.
func (p *memcachedParser) decoded(text []byte) []byte {
	if bytes.IndexByte(text, '%') < 0 {
		return text
	}
	out := p.scratch[:0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '%' {
			if high, low := hexadecimal(text, i+1), hexadecimal(text, i+2); high >= 0 && low >= 0 {
				c = byte(high<<4 | low)
				i += 2
			}
		}
		out = append(out, c)
	}
	p.scratch = out
	return out
}
