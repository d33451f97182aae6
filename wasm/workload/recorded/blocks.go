package recorded

import (
	"strings"

	"cacheplay/wasm/engine"
)

// arc is the format (".lis") of the traces of the paper on ARC: four numbers a line,
// of which the first is a block's number, the second how many blocks from it on are
// read, the third is not used and the fourth is the number of the request. Each block
// is a read. There are no times.
//
// Source: Megiddo and Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache" (FAST
// 2003), and the README of its traces.
var arc = layout{name: "arc",
	fits: func(s *sample) bool {
		return s.most(func(line []byte) bool {
			_, reason := arcParser{}.read(line, nil)
			return reason == "" && len(strings.Fields(string(line))) == 4
		})
	},
	open: func(*Options, *sample) (parser, traits, error) {
		return arcParser{}, traits{untimed: true, fills: NoFills}, nil
	}}

type arcParser struct{}

// maxBlocks is how many blocks a line can have.
const maxBlocks = 1 << 16

func (arcParser) read(line []byte, to []record) ([]record, string) {
	first, rest, _ := cut(trimmed(line), ' ')
	if len(first) == 0 {
		return to, ""
	}
	count, _, _ := cut(trimmed(rest), ' ')
	block, ok := natural(first)
	n, okToo := natural(count)
	if !ok || !okToo {
		return to, "it does not begin with the number of a block and how many are read"
	}
	if n < 1 || n > maxBlocks {
		return to, "the number of blocks is not one from 1 to " + decimal(maxBlocks)
	}
	for i := range n {
		to = append(to, record{key: fingerprintOf(block + i), kind: engine.Get, times: 1})
	}
	return to, ""
}

func (arcParser) end(to []record) []record { return to }

// lirs is the format (".trc") of the traces of the papers on LIRS: the number of a
// block on each line, read one after the other; a "*" is no read, but tells the format
// from a list of keys. There are no times.
//
// Source: Jiang and Zhang, "LIRS: An Efficient Low Inter-reference Recency Set
// Replacement Policy" (SIGMETRICS 2002), and its authors' simulator.
var lirs = layout{name: "lirs",
	fits: func(s *sample) bool {
		stars := s.count(func(line []byte) bool { return string(line) == "*" })
		return stars > 0 && s.most(func(line []byte) bool {
			_, reason := lirsParser{}.read(line, nil)
			return reason == ""
		})
	},
	open: func(*Options, *sample) (parser, traits, error) {
		return lirsParser{}, traits{untimed: true, fills: NoFills}, nil
	}}

type lirsParser struct{}

func (lirsParser) read(line []byte, to []record) ([]record, string) {
	line = trimmed(line)
	if len(line) == 0 || string(line) == "*" {
		return to, ""
	}
	block, ok := natural(line)
	if !ok {
		return to, `it is neither the number of a block nor "*"`
	}
	return append(to, record{key: fingerprintOf(block), kind: engine.Get, times: 1}), ""
}

func (lirsParser) end(to []record) []record { return to }
