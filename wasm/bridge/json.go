//go:build js && wasm

package bridge

import (
	"fmt"
	"strconv"

	"cacheplay/wasm/jsontree"
)

// Object is an object as names and values by turns. It is faster to make and
// to write than a map.
type Object []any

// JSON writes a result of many small values as one text, since each value that
// is passed on by itself costs a call into JavaScript. It takes what Method
// may return except Bytes, and also trees, numbers, lists of integers and
// Objects.
func JSON(value any) string { return string(appendJSON(nil, value)) }

func appendJSON(dst []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...)
	case string:
		return jsontree.AppendString(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case jsontree.Value:
		return v.AppendCanonical(dst)
	case int:
		return strconv.AppendInt(dst, int64(v), 10)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return jsontree.AppendNumber(dst, v)
	case []int:
		dst = append(dst, '[')
		for i, n := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = strconv.AppendInt(dst, int64(n), 10)
		}
		return append(dst, ']')
	case Object:
		dst = append(dst, '{')
		for i := 0; i < len(v); i += 2 {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(append(appendJSON(dst, v[i]), ':'), v[i+1])
		}
		return append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, item := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, item)
		}
		return append(dst, ']')
	case map[string]any:
		dst = append(dst, '{')
		first := true
		for name, item := range v {
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = append(jsontree.AppendString(dst, name), ':')
			dst = appendJSON(dst, item)
		}
		return append(dst, '}')
	}
	panic(fmt.Sprintf("no JSON for a %T", value))
}
