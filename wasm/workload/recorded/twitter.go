package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
)

// twitter is the format of the cache-trace that Twitter published of its clusters:
//
//	timestamp,anonymized key,key size,value size,client id,operation,TTL
//
// Times are whole seconds, the TTL is in seconds and 0 for what is not a write. Keys may
// contain commas. The size of a value that is not there is 0: the size of such a read
// is not known.
//
// Source: github.com/twitter/cache-trace, README.md; Yang, Yue and Rashmi, "A large
// scale analysis of hundreds of in-memory cache clusters at Twitter" (OSDI 2020).
var twitter = layout{name: "twitter",
	traits: traits{whole: true, fills: FillsByClient}, parser: func() parser { return &twitterParser{vocabularyOf(kindNames)} }}

type twitterParser struct{ kinds vocabulary }

func (p *twitterParser) read(line []byte, to []record) ([]record, string) {
	stamp, rest, _ := cut(line, ',')
	time, ok := fractional(stamp, second)
	if !ok {
		return to, "its time is not a number"
	}
	var last [5][]byte // key size, value size, client, operation, TTL
	for i := 4; i >= 0; i-- {
		comma := bytes.LastIndexByte(rest, ',')
		if comma < 0 {
			return to, "it has fewer than 7 fields"
		}
		last[i], rest = rest[comma+1:], rest[:comma]
	}
	keySize, keyOK := size(last[0])
	valueSize, valueOK := size(last[1])
	ttl, ttlOK := natural(last[4])
	if !keyOK || !valueOK || !ttlOK || ttl >= uint64(maxTime/second) {
		return to, "a size or the TTL is not a number"
	}
	kind, ok := p.kinds.meaning(last[3])
	if !ok {
		return to, "its operation is not known"
	}
	one := record{time: time, key: fingerprint(0, rest), client: fingerprint(1, last[2]), kind: engine.OpKind(kind), size: bytesOf(keySize, valueSize), ttl: int64(ttl) * second, times: 1}
	if one.kind == engine.Delete || one.kind == engine.Get && valueSize == 0 {
		one.size = 0
	}
	return append(to, one), ""
}
