package recorded

import (
	"bytes"
	"strings"

	"cacheplay/wasm/engine"
)

// column is what a column of a CSV file holds.
type column uint8

const (
	ignored column = iota
	timeColumn
	keyColumn
	opColumn
	sizeColumn    // of key and value together
	valueColumn   // the size of the value
	keySizeColumn // the size of the key
	ttlColumn     // in seconds
	clientColumn
	hitColumn  // whether a read hit
	hitsColumn // how many of the reads hit
	countColumn
	fillColumn // whether a write only fills the cache
)

// columnNames are the names that columns have in their first line, in lower case and
// without "_" and "-".
var columnNames = map[string]column{
	"time": timeColumn, "timestamp": timeColumn, "ts": timeColumn, "t": timeColumn, "optime": timeColumn, "clocktime": timeColumn, "at": timeColumn,
	"timems": timeColumn, "timeus": timeColumn, "timens": timeColumn, "timestampms": timeColumn, "timestampus": timeColumn, "timestampns": timeColumn,
	"key": keyColumn, "id": keyColumn, "objid": keyColumn, "objectid": keyColumn, "object": keyColumn, "obj": keyColumn, "url": keyColumn, "path": keyColumn,
	"lbn": keyColumn, "lba": keyColumn, "block": keyColumn, "anonymizedkey": keyColumn,
	"op": opColumn, "operation": opColumn, "cmd": opColumn, "command": opColumn, "method": opColumn, "verb": opColumn,
	"size": sizeColumn, "objsize": sizeColumn, "objectsize": sizeColumn, "bytes": sizeColumn, "length": sizeColumn, "len": sizeColumn,
	"valuesize": valueColumn, "valsize": valueColumn, "keysize": keySizeColumn,
	"ttl": ttlColumn, "client": clientColumn, "clientid": clientColumn, "user": clientColumn, "userid": clientColumn,
	"hit": hitColumn, "cachehit": hitColumn, "hits": hitsColumn, "cachehits": hitsColumn, "opcount": countColumn, "count": countColumn, "fill": fillColumn,
}

// columnParameters are the names of libCacheSim's parameters, with those that say what
// we do not read.
var columnParameters = map[string]column{
	"time-col": timeColumn, "obj-id-col": keyColumn, "obj-size-col": sizeColumn, "size-col": sizeColumn, "op-col": opColumn, "ttl-col": ttlColumn,
	"cnt-col": countColumn, "client-col": clientColumn, "hit-col": hitColumn,
	"tenant-col": ignored, "feature-cols": ignored, "next-access-col": ignored, "obj-id-is-num": ignored,
}

// columns says where a CSV file has what.
type columns struct {
	delimiter byte // 0 if not said
	header    int8 // 1 if the first line has names, -1 if not, 0 if not said
	holds     []column
}

// maxColumns is how many columns are looked at.
const maxColumns = 64

// parseColumns reads libCacheSim's parameters, such as "time-col=1,obj-id-col=2,
// delimiter=;,has-header=true". Columns are counted from 1.
//
// Source: libCacheSim, bin/cli_reader_utils.c and doc/quickstart_cachesim.md.
func parseColumns(text string) (columns, error) {
	var c columns
	text = strings.ReplaceAll(text, "delimiter=,", "delimiter=comma")
	for _, part := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		holds, known := columnParameters[name]
		switch {
		case name == "" && value == "":
		case name == "delimiter":
			c.delimiter = delimiterNamed(value)
			if c.delimiter == 0 {
				return c, wrongOption("columns: delimiter", value, `",", ";", "|", ":", "tab", "space"`)
			}
		case name == "has-header" && (value == "true" || value == "1"):
			c.header = 1
		case name == "has-header":
			c.header = -1
		case !known:
			return c, wrongOption("columns", part, `"time-col=1", "obj-id-col=", "obj-size-col=", "op-col=", "ttl-col=", "cnt-col=", "client-col=", "hit-col=", "delimiter=", "has-header="`)
		case holds != ignored:
			n, ok := natural([]byte(value))
			if !ok || n < 1 || n > maxColumns {
				return c, wrongOption("columns: "+name, value, "numbers from 1 to "+decimal(maxColumns))
			}
			c.put(int(n)-1, holds)
		}
	}
	if len(c.holds) > 0 && !c.has(keyColumn) {
		return c, wrongOption("columns", text, `those with an "obj-id-col"`)
	}
	return c, nil
}

func delimiterNamed(name string) byte {
	switch name {
	case "comma":
		return ','
	case "tab", `\t`, "\t":
		return '\t'
	case "space", " ":
		return ' '
	case ";", "|", ":":
		return name[0]
	}
	return 0
}

func (c *columns) put(at int, holds column) {
	for len(c.holds) <= at {
		c.holds = append(c.holds, ignored)
	}
	c.holds[at] = holds
}

func (c *columns) has(what column) bool {
	for _, holds := range c.holds {
		if holds == what {
			return true
		}
	}
	return false
}

// namedColumns returns what the columns hold by their names, and the unit of time if
// the name of its column says it.
func namedColumns(line []byte, delimiter byte) (c columns, unit string) {
	c.delimiter, c.header = delimiter, 1
	fields := splitFields(line, delimiter, nil)
	for i, field := range fields[:min(len(fields), maxColumns)] {
		name := strings.ToLower(string(bytes.TrimSpace(field)))
		name = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.TrimPrefix(name, "\ufeff"))
		holds := columnNames[name]
		if holds != ignored && c.has(holds) {
			holds = ignored
		}
		if holds == timeColumn && len(name) > 2 && unitNamed(name[len(name)-2:]) != 0 {
			unit = name[len(name)-2:]
		}
		c.put(i, holds)
	}
	return c, unit
}

// operationNamed returns the kind of operation that a word means in the field: those of
// memcached, CacheLib, HTTP, libCacheSim and our own.
func operationNamed(word []byte) (engine.OpKind, bool) {
	var lower [16]byte
	if len(word) > len(lower) {
		return 0, false
	}
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	switch string(lower[:len(word)]) {
	case "get", "gets", "gat", "gats", "read", "r", "fetch", "lookup", "get_lease", "head":
		return engine.Get, true
	case "set", "write", "w", "put", "update", "edit", "replace", "cas", "append", "prepend", "incr", "decr", "set_lease", "post", "patch", "modify":
		return engine.Edit, true
	case "add", "create", "insert":
		return engine.Create, true
	case "delete", "del", "d", "remove", "invalidate", "unlink", "evict":
		return engine.Delete, true
	case "pay":
		return engine.Pay, true
	}
	return 0, false
}
