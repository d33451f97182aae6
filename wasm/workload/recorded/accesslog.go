package recorded

import "cacheplay/wasm/engine"

// combined is the access log of web servers in the common or the combined format, with
// a virtual host before it or not, and with what is often appended to it in nginx:
//
//	10.0.0.7 - - [10/Oct/2000:13:55:36 -0700] "GET /a?b=1 HTTP/1.1" 200 2326 "-" "curl/8" rt=0.012 urt="0.010" ucs="HIT"
//
// A key is a path with its query. GET and HEAD are reads, PUT, POST and PATCH edits,
// DELETE deletes; other methods are no operations. The size is that of the answer to a
// read that got all of it. The time is that of the answer. Of $upstream_cache_status
// (ucs) HIT, STALE and UPDATING are hits: EXPIRED and REVALIDATED had to ask the source,
// BYPASS did not look.
//
// Source: httpd.apache.org/docs/2.4/logs.html; nginx.org, ngx_http_log_module and
// ngx_http_upstream_module ($upstream_cache_status, $upstream_response_time).
var combined = layout{name: "combined",
	traits: traits{whole: true, fills: NoFills}, parser: func() parser { return &combinedParser{} }}

type combinedParser struct{ waits }

func (p *combinedParser) read(line []byte, to []record) ([]record, string) {
	head, rest, found := cut(line, '[')
	stamp, rest, foundToo := cut(rest, ']')
	time, ok := logDate(stamp)
	if !found || !foundToo || !ok {
		return to, "it has no time such as [10/Oct/2000:13:55:36 -0700]"
	}
	host, client, ok := logClient(head)
	if !ok {
		return to, "it does not begin with a client, an identity and a user"
	}
	request, rest := logField(trimmed(rest))
	status, rest := logField(rest)
	length, rest := logField(rest)
	one := record{time: time, client: fingerprint(1, client), times: 1}
	if code, ok := natural(status); !ok || len(status) != 3 {
		return to, "its status is not a number of three digits"
	} else if !one.request(host, request, code, length) {
		return to, ""
	}
	for len(rest) > 0 {
		var field []byte
		field, rest = logField(rest)
		p.appended(field, &one)
	}
	return append(to, one), ""
}

// logClient returns the virtual host, or nil, and the client.
func logClient(head []byte) (host, client []byte, ok bool) {
	var words [5][]byte
	n := 0
	for rest := trimmed(head); len(rest) > 0 && n < len(words); n++ {
		words[n], rest, _ = cut(rest, ' ')
	}
	switch n {
	case 3:
		return nil, words[0], true
	case 4:
		return words[0], words[1], true
	}
	return nil, nil, false
}

// logField returns a field without its quotes, and what follows it. In quotes there can
// be spaces, and quotes after a backslash; a name and "=" can stand before them.
func logField(line []byte) (field, rest []byte) {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ' ' && !quoted:
			return unquoted(line[:i]), line[i+1:]
		}
	}
	return unquoted(line), nil
}

func unquoted(field []byte) []byte {
	if len(field) >= 2 && field[0] == '"' && field[len(field)-1] == '"' {
		return field[1 : len(field)-1]
	}
	return field
}

// request puts into a record what a request line, the status and the length of the
// answer say, and reports whether it is an operation.
func (one *record) request(host, request []byte, status uint64, length []byte) bool {
	method, rest, _ := cut(request, ' ')
	path, _, _ := cut(rest, ' ')
	switch string(method) {
	case "GET", "HEAD":
		one.kind = engine.Get
	case "PUT", "POST", "PATCH":
		one.kind = engine.Edit
	case "DELETE":
		one.kind = engine.Delete
	default:
		return false
	}
	if len(path) == 0 {
		return false
	}
	one.key = fingerprint(fingerprint(2, host), path)
	if string(method) == "GET" && status >= 200 && status <= 203 {
		if n, ok := natural(length); ok {
			one.size = uint32(min(n, 1<<32-1))
		}
	}
	return true
}

// appended reads a field that was appended to the combined format.
func (p *combinedParser) appended(field []byte, one *record) {
	name, value, _ := cut(field, '=')
	value = unquoted(value)
	switch string(name) {
	case "rt":
		if time, ok := fractional(value, second); ok {
			p.add(time, -1)
		}
	case "urt":
		p.add(-1, upstreamTime(value))
	case "ucs":
		if one.kind != engine.Get {
			return
		}
		switch string(value) {
		case "HIT", "STALE", "UPDATING":
			one.told = true
		case "MISS", "EXPIRED", "REVALIDATED":
			one.told, one.misses = true, 1
		}
	}
}

// upstreamTime adds up the times of several attempts, such as "0.010, 0.020 : 0.001".
// Without any it returns -1.
func upstreamTime(text []byte) int64 {
	sum := int64(-1)
	for len(text) > 0 {
		var word []byte
		word, text, _ = cut(text, ' ')
		if n := len(word); n > 0 && word[n-1] == ',' {
			word = word[:n-1]
		}
		if time, ok := fractional(word, second); ok {
			sum = min(max(sum, 0)+time, maxTime)
		}
	}
	return sum
}

// waits adds up how long requests took, and those to the source.
type waits struct{ requests, requestTime, sourceCalls, sourceTime int64 }

// add adds times; those below 0 are not known.
func (w *waits) add(request, source int64) {
	if request >= 0 && w.requestTime < maxTime-request {
		w.requests++
		w.requestTime += request
	}
	if source >= 0 && w.sourceTime < maxTime-source {
		w.sourceCalls++
		w.sourceTime += source
	}
}

func (w *waits) report(p *Report) {
	if w.requests > 0 {
		p.RequestTime = w.requestTime / w.requests
	}
	if w.sourceCalls > 0 {
		p.SourceTime = w.sourceTime / w.sourceCalls
	}
}
