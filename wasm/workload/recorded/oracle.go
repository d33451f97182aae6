package recorded

import (
	"math/bits"

	"cacheplay/wasm/engine"
)

// oracleGeneral is the binary format of libCacheSim: records of 24 bytes, little
// endian without gaps: clock_time uint32 (seconds), obj_id uint64, obj_size uint32,
// next_access_vtime int64 (the number of the request that next has the object; -1 or
// the greatest number if there is none), which is not read.
//
// Source: libCacheSim, traceReader/customizedReader/oracle/oracleGeneralBin.h.
var oracleGeneral = layout{name: "oracleGeneral", size: 24,
	fits:   func(s *sample) bool { return oracleFits(s.bytes, 24, 27) },
	traits: traits{whole: true, fills: FillsByKey}, parser: func() parser { return &oracleParser{} }}

// oracleGeneralOps is the same with the operation, in 27 bytes: after obj_size come op
// uint8 and ns uint16, the number of a tenant.
//
// Source: libCacheSim before 2023, oracleGeneralOpNS in the same file; the operations:
// include/libCacheSim/enum.h.
var oracleGeneralOps = layout{name: "oracleGeneralOps", size: 27,
	fits:   func(s *sample) bool { return oracleFits(s.bytes, 27, 24) },
	traits: traits{whole: true, fills: FillsByKey}, parser: func() parser { return &oracleParser{operations: true} }}

type oracleParser struct{ operations bool }

// oracleOps are the kinds of libCacheSim's operations.
var oracleOps = [15]engine.OpKind{0: engine.Get, 1: engine.Get, 2: engine.Get, 3: engine.Edit, 4: engine.Create, 5: engine.Edit, 6: engine.Edit,
	7: engine.Edit, 8: engine.Edit, 9: engine.Delete, 10: engine.Edit, 11: engine.Edit, 12: engine.Get, 13: engine.Edit, 14: engine.Edit}

func (p *oracleParser) read(b []byte, to []record) ([]record, string) {
	if p.operations && len(b) < 27 || len(b) < 24 {
		return to, "it ends within a record"
	}
	one := record{time: int64(little(b, 0, 4)) * second, key: fingerprintOf(little(b, 4, 8)), size: uint32(little(b, 12, 4)), kind: engine.Get, times: 1}
	if p.operations {
		if int(b[16]) >= len(oracleOps) {
			return to, "the operation is " + decimal(int64(b[16])) + ", where 0 to 14 are allowed"
		}
		one.kind = oracleOps[b[16]]
	}
	return append(to, one), ""
}

// little returns the number in some bytes, the lowest one first.
func little(b []byte, from, length int) uint64 {
	n := uint64(0)
	for i := length - 1; i >= 0; i-- {
		n = n<<8 | uint64(b[from+i])
	}
	return n
}

// oracleFits reports whether records of one size are more plausible than of another.
func oracleFits(sample []byte, size, other int) bool {
	plausible, records := oraclePlausible(sample, size)
	otherPlausible, otherRecords := oraclePlausible(sample, other)
	return records > 0 && plausible*10 >= records*9 && plausible*otherRecords >= otherPlausible*records
}

// oraclePlausible returns how many records have a next access that can be, come no
// earlier than the record before, and have an operation, and how many there are.
func oraclePlausible(sample []byte, size int) (plausible, records int) {
	last := uint64(0)
	for ; len(sample) >= size; sample = sample[size:] {
		next := int64(little(sample, size-8, 8))
		time := little(sample, 0, 4)
		can := next >= -1 && bits.Len64(uint64(next)) <= 40 || next == 1<<63-1 || next == -1
		if can && time >= last && (size == 24 || int(sample[16]) < len(oracleOps)) {
			plausible++
		}
		last = time
		records++
	}
	return plausible, records
}
