//go:build js && wasm

// Package bridge carries calls from JavaScript into Go and results back. It is
// the only package, besides main, that knows JavaScript.
//
// It depends on safejs, which turns thrown exceptions into errors. It guarantees
// that no call ends the program: call recovers from every panic, and every
// method returns an envelope, {ok: true, value} or {ok: false, error: {code,
// message, fields}}.
package bridge

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"cacheplay/wasm/scenario"
)

// Method is a method of the API. It returns what js.ValueOf takes: strings,
// numbers, booleans, nil, []any, map[string]any and Bytes.
type Method func(args Args) (any, error)

// The codes of errors, which are part of the API.
const (
	CodeInput    = "input"    // the arguments are wrong; fields says where
	CodeInternal = "internal" // the engine failed, which is a bug
)

// bigInt is the panic of package syscall/js at a bigint, the one type that it does not
// know.
const bigInt = "bad type flag"

// Export makes methods the members of a global object.
func Export(name string, methods map[string]Method) error {
	object, err := construct("Object")
	if err != nil {
		return err
	}
	for method, do := range methods {
		f, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
			return call(do, args)
		})
		if err != nil {
			return err
		}
		if err := object.Set(method, f.Value()); err != nil {
			return err
		}
	}
	return safejs.Global().Set(name, object)
}

// call calls a method and returns the envelope of its result. It is the one
// place that recovers from a panic, in the method or in the conversion of its
// result; the envelope it returns is plain data, whose conversion cannot
// panic.
func call(do Method, args []safejs.Value) (out any) {
	defer func() {
		if p := recover(); p == bigInt {
			out = failure(CodeInput, "an argument is or holds a bigint, which JSON does not have", nil)
		} else if p != nil {
			out = failure(CodeInternal, fmt.Sprint("the engine failed: ", p), nil)
		}
	}()
	value, err := do(Args(args))
	if err != nil {
		return failureOf(err)
	}
	packed, err := safejs.ValueOf(map[string]any{"ok": true, "value": value})
	if err != nil {
		return failure(CodeInternal, "the result could not be passed on: "+err.Error(), nil)
	}
	return packed
}

func failureOf(err error) any {
	switch err := err.(type) {
	case scenario.Errors:
		fields := make([]any, len(err))
		for i, e := range err {
			fields[i] = map[string]any{"path": e.Path, "message": e.Message, "code": e.Code}
		}
		return failure(CodeInput, err.Error(), fields)
	case *ArgumentError:
		return failure(CodeInput, err.Error(), nil)
	}
	return failure(CodeInternal, err.Error(), nil)
}

func failure(code, message string, fields []any) any {
	if fields == nil {
		fields = []any{}
	}
	return map[string]any{"ok": false, "error": map[string]any{"code": code, "message": message, "fields": fields}}
}
