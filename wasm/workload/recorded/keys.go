package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
)

// plainKeys is a list of keys, one a line, each a read.
var plainKeys = layout{name: "keys",
	fits: func(s *sample) bool {
		others := s.count(func(line []byte) bool {
			for _, c := range []byte(" ,;\t|<>\"") {
				if bytes.IndexByte(line, c) >= 0 {
					return true
				}
			}
			return false
		})
		return printable(s.bytes) && len(s.lines) > 0 && 10*others <= len(s.lines)
	},
	traits: traits{untimed: true, fills: NoFills}, parser: func() parser { return &keysParser{} }}

type keysParser struct{}

func (*keysParser) read(line []byte, to []record) ([]record, string) {
	if len(line) == 0 {
		return to, ""
	}
	return append(to, record{key: fingerprint(0, line), kind: engine.Get, times: 1}), ""
}

// printable reports whether bytes are text.
func printable(text []byte) bool {
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}
