package recorded

import "cacheplay/wasm/engine"

// arc is the format (".lis") of the traces of the paper on ARC: four numbers a line,
// of which the first is a block's number, the second how many blocks from it on are
// read, the third is not used and the fourth is the number of the request. Each block
// is a read. There are no times.
//
// Source: Megiddo and Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache" (FAST
// 2003), and the README of its traces.
var arc = layout{name: "arc",
	traits: traits{untimed: true, fills: NoFills}, parser: func() parser { return &arcParser{} }}

type arcParser struct{}

// maxBlocks is how many blocks a line can have.
const maxBlocks = 1 << 16

func (*arcParser) read(line []byte, to []record) ([]record, string) {
	var numbers [4]uint64
	rest := trimmed(line)
	if len(rest) == 0 {
		return to, ""
	}
	for i := range numbers {
		var word []byte
		word, rest, _ = cut(trimmed(rest), ' ')
		number, ok := natural(word)
		if !ok {
			return to, "it is not four numbers"
		}
		numbers[i] = number
	}
	block, n := numbers[0], numbers[1]
	if n < 1 || n > maxBlocks {
		return to, "the number of blocks is not one from 1 to " + decimal(maxBlocks)
	}
	for i := range n {
		to = append(to, record{key: fingerprintOf(block + i), kind: engine.Get, times: 1})
	}
	return to, ""
}

// lirs is the format (".trc") of the traces of the papers on LIRS: the number of a
// block on each line, read one after the other; a "*" is no read, but tells the format
// from a list of keys. There are no times.
//
// Source: Jiang and Zhang, "LIRS: An Efficient Low Inter-reference Recency Set
// Replacement Policy" (SIGMETRICS 2002), and its authors' simulator.
var lirs = layout{name: "lirs",
	fits: func(s *sample) bool {
		return s.count(func(line []byte) bool { return string(line) == "*" }) > 0 && s.read(&lirsParser{})
	},
	traits: traits{untimed: true, fills: NoFills}, parser: func() parser { return &lirsParser{} }}

type lirsParser struct{}

func (*lirsParser) read(line []byte, to []record) ([]record, string) {
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
