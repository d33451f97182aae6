package recorded

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/engine"
)

var methods = map[string]engine.OpKind{"GET": engine.Get, "HEAD": engine.Get, "PUT": engine.Edit, "POST": engine.Edit, "PATCH": engine.Edit, "DELETE": engine.Delete}

// dated returns a time as nanoseconds since 1970.
func dated(t *testing.T, layout, text string) int64 {
	t.Helper()
	at, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixNano()
}

func TestAccessLogsInTheCombinedFormat(t *testing.T) {
	row := regexp.MustCompile(`^(?:(\S+) )?(\S+) \S+ \S+ \[(\d+/(?:Jan|Oct)/[^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(.*)$`)
	status := regexp.MustCompile(`ucs="?(\w+)`)
	var lines []said
	for text := range strings.SplitSeq(string(testFile(t, "combined.txt")), "\n") {
		match := row.FindStringSubmatch(text)
		if match == nil {
			continue
		}
		words := strings.Fields(match[4])
		kind, known := methods[words[0]]
		if !known {
			continue
		}
		one := said{time: dated(t, "02/Jan/2006:15:04:05 -0700", match[3]), key: match[1] + " " + words[1], client: match[2], kind: kind}
		if match[5] == "200" && words[0] == "GET" {
			one.size = uint32Of(match[6])
		}
		if cache := status.FindStringSubmatch(match[7]); cache != nil && kind == engine.Get {
			one.hit = map[string]string{"HIT": "hit", "STALE": "hit", "MISS": "miss", "EXPIRED": "miss"}[cache[1]]
		}
		lines = append(lines, one)
	}
	report := expectOperations(t, "combined.txt", "combined", straightforward(lines, rules{seconds: true, fills: NoFills}), Options{})
	expectBad(t, "combined.txt", report, map[int64]string{11: "it has no time such as [10/Oct/2000:13:55:36 -0700]",
		12: "its status is not a number of three digits", 13: "it does not begin with a client, an identity and a user"})
	if report.Operations != 8 || report.Other != 3 || report.Hits != 2 || report.Misses != 2 || report.Keys != 4 {
		t.Errorf("%+v", report)
	}
	// Of 12, 2 and 100 ms, and of 10 and 94 ms.
	if report.RequestTime != 38e6 || report.SourceTime != 52e6 {
		t.Errorf("requests took %d, those to the source %d", report.RequestTime, report.SourceTime)
	}
}

func TestAccessLogsOfLoadBalancers(t *testing.T) {
	field := regexp.MustCompile(`"[^"]*"|\S+`)
	var lines []said
	for text := range strings.Lines(string(testFile(t, "alb.txt"))) {
		fields := field.FindAllString(text, -1)
		if len(fields) < 13 || len(fields[1]) < 19 {
			continue
		}
		request := strings.Fields(strings.Trim(fields[12], `"`))
		kind, known := methods[request[0]]
		if !known {
			continue
		}
		one := said{time: dated(t, time.RFC3339Nano, fields[1]), key: request[1], client: fields[3][:strings.LastIndex(fields[3], ":")], kind: kind}
		if len(fields) > 21 {
			one.time = dated(t, time.RFC3339Nano, fields[21])
		}
		if kind == engine.Get && fields[8] == "200" {
			one.size = uint32Of(fields[11])
		}
		lines = append(lines, one)
	}
	report := expectOperations(t, "alb.txt", "alb", straightforward(lines, rules{fills: NoFills}), Options{})
	expectBad(t, "alb.txt", report, map[int64]string{6: "it does not have the fields of an access log of a load balancer",
		7: "it does not have the fields of an access log of a load balancer"})
	// Of 2, 171 and 4 ms, and of 1, 48 and 3.
	if report.Operations != 4 || report.Unordered != 1 || report.Backwards != 100e6 || report.RequestTime != 59e6 || report.SourceTime != 17333333 {
		t.Errorf("%+v", report)
	}
}

func TestLogsOfCloudFront(t *testing.T) {
	text := strings.Split(string(testFile(t, "cloudfront.txt")), "\n")
	names := strings.Fields(strings.TrimPrefix(text[1], "#Fields:"))
	var lines []said
	for _, line := range text[2:] {
		row := map[string]string{}
		for i, field := range strings.Split(line, "\t") {
			row[names[i]] = field
		}
		kind, known := methods[row["cs-method"]]
		if !known || len(row["time"]) != 8 {
			continue
		}
		one := said{time: dated(t, time.DateTime, row["date"]+" "+row["time"]), key: row["x-host-header"] + row["cs-uri-stem"] + "?" + row["cs-uri-query"], client: row["c-ip"], kind: kind}
		if kind == engine.Get {
			one.hit = map[string]string{"Hit": "hit", "Miss": "miss", "RefreshHit": "miss"}[row["x-edge-result-type"]]
			if row["sc-status"] == "200" {
				one.size = uint32Of(row["sc-bytes"])
			}
		}
		lines = append(lines, one)
	}
	want := straightforward(lines, rules{seconds: true, fills: NoFills})
	report := expectOperations(t, "cloudfront.txt", "cloudfront", want, Options{})
	expectBad(t, "cloudfront.txt", report, map[int64]string{9: "it has no date and time such as 2019-12-04 and 21:02:31"})
	if report.Hits != 1 || report.Misses != 2 || report.Keys != 2 || report.RequestTime != 130600000 || !report.Spread {
		t.Errorf("%+v", report)
	}
	expectRead(t, "without names", "cloudfront", []byte(strings.Join(text[2:], "\n")), want, Options{})
	// Their order can be chosen.
	expectRead(t, "in another order", "cloudfront", []byte("#Fields: cs-method c-ip cs-uri-stem time date\nGET\t1\t/\t21:02:31\t2019-12-04\n"),
		straightforward([]said{{time: 1, key: "/", client: "1", kind: engine.Get}}, rules{}), Options{})
}

func FuzzCombined(f *testing.F) {
	fuzzFormat(f, Options{Format: "combined"}, `1 - - [10/Oct/2000:13:55:36 -0700] "GET /a\" HTTP/1.1" 200 2326 "-" rt=0.012 urt="0.010, 1 : 2" ucs="MISS"`, `v 1 - - [01/Jan/1970:00:00:00 +1200] "PUT /" 200 1`)
}

func FuzzALB(f *testing.F) {
	fuzzFormat(f, Options{Format: "alb"}, `h2 2018-07-02T22:23:00.186641Z a 1:2 3:4 0.1 4611686017 0.1 200 200 34 366 "GET a HTTP/1.1" "c" - - a "R" "-" "-" 0 2018-07-02T22:22:48.364000Z "f"`)
}

func FuzzCloudFront(f *testing.F) {
	fuzzFormat(f, Options{Format: "cloudfront"}, "#Fields: date time cs-method cs-uri-stem x-edge-result-type\n2019-12-04\t21:02:31\tGET\t/\tHit\n", "2019-12-04\t21:02:31\tL\t3\t1\tGET\th\t/\t200\t-\tu\tq\t-\tMiss\ti\tx\th\t2\t0.1")
}
