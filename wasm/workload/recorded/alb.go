package recorded

import "bytes"

// alb is the access log of AWS Application Load Balancers: fields with spaces between
// them, some in quotes:
//
//	type time elb client:port target:port request_processing_time target_processing_time response_processing_time
//	elb_status_code target_status_code received_bytes sent_bytes "request" "user_agent" ssl_cipher ssl_protocol
//	target_group_arn "trace_id" "domain_name" "chosen_cert_arn" matched_rule_priority request_creation_time ...
//
// An operation is sent at the request_creation_time, or in old logs at the time of the
// answer. Entries are not in that order. A client is an address; a key is what the
// request asks for, with its host.
//
// Source: docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html.
var alb = layout{name: "alb",
	traits: traits{fills: NoFills}, parser: func() parser { return &albParser{} }}

type albParser struct{ waits }

// The fields of a line that matter, by their places.
const (
	albTime     = 1
	albClient   = 3
	albReceive  = 5
	albTarget   = 6
	albAnswer   = 7
	albStatus   = 8
	albSent     = 11
	albRequest  = 12
	albCreation = 21
	albFields   = 22
)

// albLine reports whether a line begins as one of the log does.
func albLine(line []byte) bool {
	kind, rest, _ := cut(line, ' ')
	time, _, _ := cut(rest, ' ')
	switch string(kind) {
	case "http", "https", "h2", "grpcs", "ws", "wss":
		_, ok := isoDate(time)
		return ok
	}
	return false
}

func (p *albParser) read(line []byte, to []record) ([]record, string) {
	var fields [albFields][]byte
	n := 0
	for rest := line; n < albFields && len(rest) > 0; n++ {
		fields[n], rest = logField(rest)
	}
	if n <= albRequest || !albLine(line) {
		return to, "it does not have the fields of an access log of a load balancer"
	}
	time, ok := isoDate(fields[albCreation])
	if !ok {
		time, _ = isoDate(fields[albTime])
	}
	client := fields[albClient]
	if colon := bytes.LastIndexByte(client, ':'); colon >= 0 {
		client = client[:colon]
	}
	one := record{time: time, client: fingerprint(1, client), times: 1}
	status, _ := natural(fields[albStatus])
	if !one.request(nil, fields[albRequest], status, fields[albSent]) {
		return to, ""
	}
	receive, receiveOK := fractional(fields[albReceive], second)
	target, targetOK := fractional(fields[albTarget], second)
	answer, answerOK := fractional(fields[albAnswer], second)
	if receiveOK && targetOK && answerOK { // else -1: it was never sent on
		p.add(min(receive, maxTime/4)+min(target, maxTime/4)+min(answer, maxTime/4), target)
	}
	return append(to, one), ""
}
