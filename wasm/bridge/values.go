//go:build js && wasm

package bridge

import (
	"math"
	"strconv"

	"github.com/hack-pad/safejs"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// Args are the arguments of a call.
type Args []safejs.Value

// ArgumentError is what is wrong with an argument of a call.
type ArgumentError struct{ Text string }

func (e *ArgumentError) Error() string { return e.Text }

func (a Args) at(i int) safejs.Value {
	if i < len(a) {
		return a[i]
	}
	return safejs.Undefined()
}

// Text returns an argument that must be a string.
func (a Args) Text(i int, name string) (string, error) {
	v := a.at(i)
	if v.Type() != safejs.TypeString {
		return "", &ArgumentError{name + ": a " + v.Type().String() + " is not a string"}
	}
	return v.String()
}

// Integer returns an argument that is a whole number from low to high.
func (a Args) Integer(i int, name string, low, high int64) (int64, error) {
	f, err := a.at(i).Float()
	if n := int64(f); err == nil && float64(n) == f && n >= low && n <= high {
		return n, nil
	}
	return 0, &ArgumentError{Text: name + ": not a whole number from " + strconv.FormatInt(low, 10) + " to " + strconv.FormatInt(high, 10)}
}

// Bytes returns a copy of an argument that is a Uint8Array of at most so many bytes, nil
// where there is none.
func (a Args) Bytes(i int, name string, most int) ([]byte, error) {
	v := a.at(i)
	if v.IsUndefined() || v.IsNull() {
		return nil, nil
	}
	class, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return nil, err
	}
	if is, err := v.InstanceOf(class); err != nil || !is {
		return nil, &ArgumentError{name + ": a " + v.Type().String() + " is not a Uint8Array"}
	}
	n, err := v.Length()
	if err != nil || n > most {
		return nil, &ArgumentError{name + ": " + strconv.Itoa(n) + " were found where at most " + strconv.Itoa(most) + " are allowed"}
	}
	data := make([]byte, n)
	_, err = safejs.CopyBytesToGo(data, v)
	return data, err
}

// Scenario decodes an argument that is a scenario, as a JSON text or as an
// object. An object goes through JSON.stringify, which writes lone surrogates
// as escapes, so that the parser refuses them; a plain conversion would
// replace them.
func (a Args) Scenario(i int) (*scenario.Scenario, error) {
	text, err := jsonText(a.at(i))
	if err != nil {
		return nil, err
	}
	s, errs := scenario.Parse([]byte(text))
	if len(errs) > 0 {
		return nil, errs
	}
	return s, nil
}

func jsonText(v safejs.Value) (string, error) {
	switch v.Type() {
	case safejs.TypeString:
		if whole, err := v.Call("isWellFormed"); err == nil {
			if ok, err := whole.Bool(); err == nil && !ok {
				return "", &ArgumentError{"the text holds half of a surrogate pair, which is not a character"}
			}
		}
		return v.String()
	case safejs.TypeObject:
		json, err := safejs.Global().Get("JSON")
		if err != nil {
			return "", err
		}
		text, err := json.Call("stringify", v)
		if err != nil {
			return "", &ArgumentError{"the scenario is not plain data with a nesting of at most " + strconv.Itoa(jsontree.MaxDepth) + ": " + err.Error()}
		}
		if text.Type() == safejs.TypeString {
			return text.String()
		}
	}
	return "", &ArgumentError{"scenario: a " + v.Type().String() + " is neither a JSON text nor an object"}
}

// Options reads the members of an argument that is an object. A missing
// argument or member leaves the default.
type Options struct {
	value safejs.Value
	err   error
}

// Options returns the members of an argument.
func (a Args) Options(i int) *Options {
	o := &Options{value: a.at(i)}
	if t := o.value.Type(); t != safejs.TypeObject && t != safejs.TypeUndefined {
		o.err = &ArgumentError{"options: a " + t.String() + " is not an object"}
	}
	return o
}

// Err returns the first error.
func (o *Options) Err() error { return o.err }

func (o *Options) member(name string, want safejs.Type) (safejs.Value, bool) {
	if o.err != nil || o.value.IsUndefined() {
		return safejs.Value{}, false
	}
	v, err := o.value.Get(name)
	if err != nil || v.IsUndefined() {
		o.err = err
		return safejs.Value{}, false
	}
	if v.Type() != want {
		o.err = &ArgumentError{"options." + name + ": a " + v.Type().String() + " is not a " + want.String()}
		return safejs.Value{}, false
	}
	return v, true
}

// Text reads a string, "" where there is none.
func (o *Options) Text(name string) string {
	v, ok := o.member(name, safejs.TypeString)
	if !ok {
		return ""
	}
	text, err := v.String()
	o.err = err
	return text
}

// Flag reads a boolean.
func (o *Options) Flag(name string) bool {
	v, ok := o.member(name, safejs.TypeBoolean)
	if !ok {
		return false
	}
	b, err := v.Bool()
	o.err = err
	return b
}

// Integer reads a whole number from low to high, or returns the default.
func (o *Options) Integer(name string, low, high, otherwise int64) int64 {
	v, ok := o.member(name, safejs.TypeNumber)
	if !ok {
		return otherwise
	}
	f, err := v.Float()
	if err != nil {
		o.err = err
		return otherwise
	}
	if f != math.Trunc(f) || f < float64(low) || f > float64(high) {
		o.err = &ArgumentError{"options." + name + ": " + string(jsontree.AppendNumber(nil, f)) + " is not a whole number from " +
			strconv.FormatInt(low, 10) + " to " + strconv.FormatInt(high, 10)}
		return otherwise
	}
	return int64(f)
}

// Integers reads a list of at most 16 whole numbers, nil where there is none.
func (o *Options) Integers(name string) []int {
	v, ok := o.member(name, safejs.TypeObject)
	if !ok {
		return nil
	}
	n, err := v.Length()
	if err != nil || n > 16 {
		o.err = &ArgumentError{"options." + name + ": not a list of at most 16 numbers"}
		return nil
	}
	out := make([]int, n)
	for i := range out {
		item, err := v.Index(i)
		if err == nil {
			out[i], err = item.Int()
		}
		if err != nil {
			o.err = &ArgumentError{"options." + name + ": not a list of numbers"}
		}
	}
	return out
}

// Bytes passes on a large result as a Uint8Array that JavaScript makes.
func Bytes(data []byte) (any, error) {
	array, err := construct("Uint8Array", len(data))
	if err != nil {
		return nil, err
	}
	if _, err := safejs.CopyBytesToJS(array, data); err != nil {
		return nil, err
	}
	return safejs.Unsafe(array), nil
}

func construct(class string, args ...any) (safejs.Value, error) {
	c, err := safejs.Global().Get(class)
	if err != nil {
		return safejs.Value{}, err
	}
	return c.New(args...)
}
