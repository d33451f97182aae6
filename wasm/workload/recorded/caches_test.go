package recorded

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

var (
	monitorRow    = regexp.MustCompile(`^\+?(\d+\.\d{6}) \[(\d+) (.*?)\] ((?:"(?:[^"\\]|\\.)*" ?)+)$`)
	monitorString = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// monitorSaid reads a file of MONITOR.
func monitorSaid(t *testing.T, file string) (lines []said) {
	script := ""
	for row := range strings.SplitSeq(string(testFile(t, file)), "\n") {
		match := monitorRow.FindStringSubmatch(row)
		if match == nil {
			continue
		}
		var args []string
		for _, text := range monitorString.FindAllString(match[4], -1) {
			arg, err := strconv.Unquote(text) // Go's strings have all the escapes that MONITOR's have
			if err != nil {
				t.Fatal(text, err)
			}
			args = append(args, arg)
		}
		one := said{time: nanoseconds(match[1]), client: match[3]}
		if one.client == "lua" {
			one.client = script
		}
		seconds := func(i int) int64 { return nanoseconds(args[i]) }
		switch args[0] {
		case "EVAL":
			script = one.client
			continue
		case "GET", "get", "mget", "INCR", "DEL":
			one.kind = map[string]engine.OpKind{"INCR": engine.Edit, "DEL": engine.Delete, "GET": engine.Get, "get": engine.Get, "mget": engine.Get}[args[0]]
			for _, key := range args[1:] {
				one.key = match[2] + "/" + key
				lines = append(lines, one)
			}
			continue
		case "MSET":
			for i := 1; i < len(args); i += 2 {
				one.key, one.kind, one.size = match[2]+"/"+args[i], engine.Edit, uint32(len(args[i])+len(args[i+1]))
				lines = append(lines, one)
			}
			continue
		case "SET", "set":
			one.kind, one.size = engine.Edit, uint32(len(args[1])+len(args[2]))
			options := strings.Join(args[3:], " ")
			switch {
			case strings.HasPrefix(options, "EX "):
				one.ttl = seconds(4)
			case options == "px 1500 NX":
				one.ttl, one.kind = 1500e6, engine.Create
			case strings.HasPrefix(options, "EXAT "):
				one.ttl = seconds(4) - one.time
			}
		case "SETEX":
			one.kind, one.size, one.ttl = engine.Edit, uint32(len(args[1])+len(args[3])), seconds(2)
		default:
			continue
		}
		one.key = match[2] + "/" + args[1]
		lines = append(lines, one)
	}
	return lines
}

func TestMonitor(t *testing.T) {
	lines := monitorSaid(t, "monitor.txt")
	report := expectOperations(t, "monitor.txt", "monitor", straightforward(lines, rules{fills: FillsByClient}), Options{})
	expectBad(t, "monitor.txt", report, map[int64]string{19: "it has no key", 20: "a string has no end",
		21: "it does not begin with a time, a client in brackets and a command"})
	// What the client of the script and the one that read before have set are fills.
	if report.Fills != 2 || report.Kinds != [engine.OpKinds]int64{engine.Create: 1, engine.Edit: 7, engine.Get: 14, engine.Delete: 2} || report.Clients != 6 {
		t.Errorf("%+v", report)
	}
	byKey := expectOperations(t, "monitor.txt", "monitor", straightforward(lines, rules{fills: FillsByKey}), Options{Fills: FillsByKey})
	if byKey.Fills != 3 {
		t.Errorf("%d fills by key", byKey.Fills)
	}
}

// memcachedSaid reads a file of "watch": an item_get before a store or a deletion of
// the same key by the same client is that of the store or deletion.
func memcachedSaid(t *testing.T, file string) (lines []said) {
	row := regexp.MustCompile(`^ts=(\d+)\.(\d{1,6}) gid=\d+ type=(item_get|item_store|deleted) key=(\S+) (.*)$`)
	field := regexp.MustCompile(`(\w+)=(\S+)`)
	own := false // whether the last of lines is an item_get on the line before
	for text := range strings.SplitSeq(string(testFile(t, file)), "\n") {
		match := row.FindStringSubmatch(text)
		if match == nil {
			own = false
			continue
		}
		fields := map[string]string{}
		for _, pair := range field.FindAllStringSubmatch(match[5], -1) {
			fields[pair[1]] = pair[2]
		}
		micros, _ := strconv.ParseInt(match[2], 10, 64)
		key, err := url.PathUnescape(match[4])
		if err != nil {
			t.Fatal(err)
		}
		one := said{time: nanoseconds(match[1]) + micros*1000, key: key, client: fields["cfd"]}
		value, sized := fields["size"]
		total := uint32(len(key)) + uint32Of(value)
		if match[3] == "item_get" {
			one.kind, one.hit, own = engine.Get, "miss", true
			if fields["status"] == "found" {
				one.hit = "hit"
				if sized {
					one.size = total
				}
			}
			lines = append(lines, one)
			continue
		}
		last := len(lines) - 1
		if own && lines[last].key == key && (one.client == "" || one.client == lines[last].client) {
			one.client = lines[last].client
			lines = lines[:last]
		}
		own = false
		one.kind, one.size = engine.Delete, 0
		if match[3] == "item_store" {
			if fields["status"] != "stored" {
				continue
			}
			one.kind, one.size = map[string]engine.OpKind{"set": engine.Edit, "add": engine.Create}[fields["cmd"]], total
			if ttl := nanoseconds(fields["ttl"]); ttl < 1<<31*1e9 {
				one.ttl = ttl
			}
		}
		lines = append(lines, one)
	}
	return lines
}

func TestMemcached(t *testing.T) {
	lines := memcachedSaid(t, "memcached.txt")
	// The first read after which the same client stores is a miss, the second a hit, the third another client's.
	if len(lines) != 11 || lines[0].hit != "miss" || lines[2].hit != "hit" {
		t.Fatalf("%+v", lines)
	}
	report := expectOperations(t, "memcached.txt", "memcached", straightforward(lines, rules{fills: FillsByClient}), Options{})
	expectBad(t, "memcached.txt", report, map[int64]string{18: "its ts is not a number of seconds and of microseconds", 19: "it has no key"})
	if report.Fills != 1 || report.Hits != 2 || report.Misses != 4 || report.Lost != 7 || report.Other != 9 || report.Clients != 6 {
		t.Errorf("%+v", report)
	}
}

func FuzzMonitor(f *testing.F) {
	fuzzFormat(f, Options{Format: "monitor"}, `1.5 [0 a:1] "SET" "k" "v" "EX" "5"`, "+1.000001 [15 lua] \"mset\" \"\\x00\\\"\" \"1\" \"b\" \"2\"\n2.5 [0 b] \"eval\"", `1 [0 a] "del" "a" "b"`)
}

func FuzzMemcached(f *testing.F) {
	fuzzFormat(f, Options{Format: "memcached"}, "ts=1.5 gid=1 type=item_get key=a%41% status=found cfd=1 size=3\nts=1.6 gid=2 type=item_store key=aA% status=stored cmd=add ttl=9 cfd=1 size=3",
		"skipped=99999999999999999999\nts=1.2 type=item_get key=a\nts=1.3 type=deleted key=a\n")
}
