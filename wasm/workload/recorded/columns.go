package recorded

import (
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
// without "_" and "-", by what the columns hold.
var columnNames = []string{
	timeColumn:    "time timestamp ts t optime clocktime at timems timeus timens timestampms timestampus timestampns",
	keyColumn:     "key id objid objectid object obj url path lbn lba block anonymizedkey",
	opColumn:      "op operation cmd command method verb",
	sizeColumn:    "size objsize objectsize bytes length len",
	valueColumn:   "valuesize valsize",
	keySizeColumn: "keysize",
	ttlColumn:     "ttl",
	clientColumn:  "client clientid user userid",
	hitColumn:     "hit cachehit",
	hitsColumn:    "hits cachehits",
	countColumn:   "opcount count",
	fillColumn:    "fill",
}

// columnParameters are the names of libCacheSim's parameters, by what the columns hold.
var columnParameters = []string{
	ignored:    "tenant-col feature-cols next-access-col obj-id-is-num",
	timeColumn: "time-col", keyColumn: "obj-id-col", sizeColumn: "obj-size-col size-col", opColumn: "op-col", ttlColumn: "ttl-col",
	countColumn: "cnt-col", clientColumn: "client-col", hitColumn: "hit-col",
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
	parameters := vocabularyOf(columnParameters)
	for rest := text; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, ",")
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if name == "delimiter" && value == "" {
			value = "," // it was cut at
		}
		meaning, known := parameters[name]
		holds := column(meaning)
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
	case "tab", `\t`, "\t":
		return '\t'
	case "space", " ":
		return ' '
	case ",", ";", "|", ":":
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
	if begins(line, "\ufeff") {
		line = line[len("\ufeff"):]
	}
	names := vocabularyOf(columnNames)
	fields := splitFields(line, delimiter, nil)
	for i, field := range fields[:min(len(fields), maxColumns)] {
		var space [24]byte
		name := ""
		for _, c := range lower(field, &space) {
			if c != '_' && c != '-' && c != ' ' {
				name += string(rune(c))
			}
		}
		holds := column(names[name])
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

// kindNames are the words for each kind of operation: those of memcached, CacheLib,
// HTTP, libCacheSim and our own.
var kindNames = []string{
	engine.Get:    "get gets gat gats read r fetch lookup get_lease head",
	engine.Edit:   "edit set write w put update replace cas append prepend incr decr set_lease post patch modify",
	engine.Create: "create add insert",
	engine.Delete: "delete del d remove invalidate unlink evict",
	engine.Pay:    "pay",
}
