package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
)

// monitor is what "redis-cli MONITOR" prints of the commands that a Redis server
// executes:
//
//	1339518083.107412 [0 127.0.0.1:60866] "SET" "user:1" "Ada \"L\"" "EX" "60"
//
// The number in brackets is that of the database, each of which has keys of its own.
// Instead of an address stands "lua" where a script calls, whose client is that of the
// script's EVAL, or "unix:" and a path. Of a transaction each command has its line, as
// have MULTI and EXEC, which are no operations. There are no replies, so nobody knows
// which reads hit. A command that only changes when a key expires is no operation.
//
// Source: redis.io/docs/latest/commands/monitor; Redis, src/replication.c,
// replicationFeedMonitors, and src/sds.c, sdscatrepr, for how strings are escaped.
var monitor = layout{name: "monitor",
	traits: traits{fills: FillsByClient}, parser: func() parser { return &monitorParser{commands: vocabularyOf(monitorCommands)} }}

type monitorParser struct {
	commands vocabulary
	caller   uint64 // the client of the last script
	args     []quoted
	scratch  []byte
}

// quoted is a string as MONITOR escapes it.
type quoted struct {
	text   []byte // between the quotes
	length int    // of the string that it means
}

// monitorHead returns the time, what is in brackets, and the rest.
func monitorHead(line []byte) (time int64, from, rest []byte, ok bool) {
	if begins(line, "+") {
		line = line[1:]
	}
	stamp, after, _ := cut(line, ' ')
	time, ok = fractional(stamp, second)
	if !ok || !begins(after, "[") {
		return 0, nil, nil, false
	}
	after = after[1:]
	for i := range after {
		if begins(after[i:], `] "`) {
			return time, after[:i], after[i+3:], true
		}
	}
	return 0, nil, nil, false
}

func (p *monitorParser) read(line []byte, to []record) ([]record, string) {
	if len(line) == 0 || string(line) == "OK" || string(line) == "+OK" {
		return to, ""
	}
	time, from, rest, ok := monitorHead(line)
	if !ok {
		return to, `it does not begin with a time, a client in brackets and a command`
	}
	database, address, _ := cut(from, ' ')
	number, ok := natural(database)
	if !ok {
		return to, "the number of the database is none"
	}
	if !p.split(rest) {
		return to, "a string has no end"
	}
	one := record{time: time, client: fingerprint(1, address), times: 1}
	name := p.word(0)
	c := command(p.commands[name])
	switch {
	case string(address) == "lua":
		if p.caller != 0 {
			one.client = p.caller
		}
	case c == script:
		p.caller = one.client
	}
	return p.operations(name, c, number, one, to)
}

// split finds the strings of a line, after the first quote.
func (p *monitorParser) split(rest []byte) bool {
	p.args = p.args[:0]
	for {
		length, i := 0, 0
		for ; i < len(rest) && rest[i] != '"'; i++ {
			if rest[i] == '\\' && i+1 < len(rest) {
				if i++; rest[i] == 'x' {
					i += 2
				}
			}
			length++
		}
		if i >= len(rest) {
			return false
		}
		p.args = append(p.args, quoted{rest[:i], length})
		if rest = rest[i+1:]; len(rest) < 2 || rest[1] != '"' {
			return true
		}
		rest = rest[2:]
	}
}

// text returns the string that an argument means, until the next call.
func (p *monitorParser) text(i int) []byte {
	text := p.args[i].text
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	out := p.scratch[:0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) {
			i++
			switch c = text[i]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'a':
				c = '\a'
			case 'b':
				c = '\b'
			case 'x':
				if high, low := hexadecimal(text, i+1), hexadecimal(text, i+2); high >= 0 && low >= 0 {
					c = byte(high<<4 | low)
					i += 2
				}
			}
		}
		out = append(out, c)
	}
	p.scratch = out
	return out
}

// hexadecimal returns the value of a digit, or -1.
func hexadecimal(text []byte, i int) int {
	if i >= len(text) {
		return -1
	}
	switch c := text[i]; {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return int(c - 'A' + 10)
	}
	return -1
}

// word returns an argument in lower case if it can be the name of a command or an option.
func (p *monitorParser) word(i int) string {
	if i >= len(p.args) {
		return ""
	}
	var space [24]byte
	return string(lower(p.args[i].text, &space))
}

// operations appends what a command does: one operation for each of its keys.
func (p *monitorParser) operations(name string, c command, database uint64, one record, to []record) ([]record, string) {
	if c == noOperation || c == script {
		return to, ""
	}
	step, last := 1, 1
	switch c {
	case readMany, deleteMany:
		last = len(p.args) - 1
	case writePairs, createPairs:
		last, step = len(p.args)-2, 2
	}
	if len(p.args) <= max(last, 1) || last < 1 {
		return to, "it has no key"
	}
	one.kind = [...]engine.OpKind{readOne: engine.Get, readMany: engine.Get, writeOne: engine.Edit, setOne: engine.Edit, createOne: engine.Create,
		writePairs: engine.Edit, createPairs: engine.Create, deleteOne: engine.Delete, deleteMany: engine.Delete}[c]
	if c == setOne {
		p.options(name, &one)
	}
	for i := 1; i <= last; i += step {
		one.key = fingerprint(database, p.text(i))
		if value := p.value(name, c, i); value > 0 && value < len(p.args) {
			one.size = bytesOf(uint32(p.args[i].length), uint32(p.args[value].length))
		}
		to = append(to, one)
	}
	return to, ""
}

// value returns which argument is the whole new value of the key at i, or 0.
func (p *monitorParser) value(name string, c command, i int) int {
	switch {
	case c == setOne && (name == "setex" || name == "psetex"):
		return i + 2
	case c == setOne, c == createOne && name == "setnx", c == writePairs, c == createPairs:
		return i + 1
	}
	return 0
}

// options reads when a value expires, and whether it is only stored where there is none.
func (p *monitorParser) options(name string, one *record) {
	switch name {
	case "setex":
		one.ttl = p.duration(2, second)
	case "psetex":
		one.ttl = p.duration(2, 1e6)
	case "set":
		for i := 3; i < len(p.args); i++ {
			switch p.word(i) {
			case "nx":
				one.kind = engine.Create
			case "ex":
				one.ttl = p.duration(i+1, second)
			case "px":
				one.ttl = p.duration(i+1, 1e6)
			case "exat":
				one.ttl = max(0, p.duration(i+1, second)-one.time)
			case "pxat":
				one.ttl = max(0, p.duration(i+1, 1e6)-one.time)
			}
		}
	}
}

func (p *monitorParser) duration(i int, unit int64) int64 {
	if i >= len(p.args) {
		return 0
	}
	time, _ := fractional(p.args[i].text, unit)
	return time
}
