package recorded

import (
	"strings"

	"cacheplay/wasm/engine"
)

// cloudFront is the standard log of AWS CloudFront: lines of fields with tabs between
// them, which a line that begins with "#Fields:" names. Without it they are in the
// order in which they came first.
//
// A key is the host, the path and the query. Dates and times are whole seconds, those
// of the answer. Of x-edge-result-type Hit and OriginShieldHit are hits; RefreshHit had
// to ask the source.
//
// Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html.
var cloudFront = layout{name: "cloudfront",
	traits: traits{whole: true, fills: NoFills}, parser: func() parser { return newCloudFront() }}

// cloudField is a field that matters.
type cloudField int

const (
	cloudDate cloudField = iota
	cloudTime
	cloudBytes
	cloudClient
	cloudMethod
	cloudHost
	cloudPath
	cloudStatus
	cloudQuery
	cloudResult
	cloudTaken
	cloudFields
)

var cloudNames = [cloudFields]string{"date", "time", "sc-bytes", "c-ip", "cs-method", "x-host-header", "cs-uri-stem", "sc-status", "cs-uri-query",
	"x-edge-result-type", "time-taken"}

type cloudFrontParser struct {
	waits
	places [cloudFields]int // -1 where there is no such field
	fields [][]byte
	key    []byte
}

func newCloudFront() *cloudFrontParser {
	return &cloudFrontParser{places: [cloudFields]int{0, 1, 3, 4, 5, 15, 7, 8, 11, 13, 18}}
}

func (p *cloudFrontParser) read(line []byte, to []record) ([]record, string) {
	if len(line) == 0 || line[0] == '#' {
		if begins(line, "#Fields:") {
			p.name(line[len("#Fields:"):])
		}
		return to, ""
	}
	p.fields = p.fields[:0]
	for rest, more := line, true; more; {
		var field []byte
		field, rest, more = cut(rest, '\t')
		p.fields = append(p.fields, field)
	}
	date, clock := p.field(cloudDate), p.field(cloudTime)
	p.key = append(append(append(p.key[:0], date...), 'T'), clock...)
	time, ok := isoDate(p.key)
	if !ok || len(p.key) != 19 {
		return to, "it has no date and time such as 2019-12-04 and 21:02:31"
	}
	if len(p.field(cloudPath)) == 0 || len(p.field(cloudMethod)) == 0 {
		return to, "it has no path or no method"
	}
	one := record{time: time, client: fingerprint(1, p.field(cloudClient)), times: 1}
	status, _ := natural(p.field(cloudStatus))
	if !one.request(p.field(cloudHost), p.request(), status, p.field(cloudBytes)) {
		return to, ""
	}
	p.result(&one)
	if taken, ok := fractional(p.field(cloudTaken), second); ok {
		p.add(taken, -1)
	}
	return append(to, one), ""
}

// name learns the places of the fields.
func (p *cloudFrontParser) name(names []byte) {
	for field := range p.places {
		p.places[field] = -1
	}
	for i, name := range strings.Fields(string(names)) {
		for field := range p.places {
			if name == cloudNames[field] {
				p.places[field] = i
			}
		}
	}
}

// field returns a field, or nil.
func (p *cloudFrontParser) field(which cloudField) []byte {
	if at := p.places[which]; at >= 0 && at < len(p.fields) {
		return p.fields[at]
	}
	return nil
}

// request returns the request as other logs have it.
func (p *cloudFrontParser) request() []byte {
	p.key = append(append(append(p.key[:0], p.field(cloudMethod)...), ' '), p.field(cloudPath)...)
	if query := p.field(cloudQuery); len(query) > 0 && string(query) != "-" {
		p.key = append(append(p.key, '?'), query...)
	}
	return p.key
}

// result says whether a read hit.
func (p *cloudFrontParser) result(one *record) {
	if one.kind != engine.Get {
		return
	}
	switch string(p.field(cloudResult)) {
	case "Hit", "OriginShieldHit":
		one.told = true
	case "RefreshHit", "Miss":
		one.told, one.misses = true, 1
	}
}
