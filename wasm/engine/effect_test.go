package engine

import (
	"reflect"
	"testing"
)

func TestResetClearsEveryField(t *testing.T) {
	var e Effect
	fields := reflect.ValueOf(&e).Elem()
	for i := range fields.NumField() {
		fill(fields.Field(i))
	}
	e.reset()
	if e.Op != -1 {
		t.Errorf("Op: %d, want -1", e.Op)
	}
	e.Op = 0
	for i := range fields.NumField() {
		if f := fields.Field(i); f.Kind() == reflect.Slice && f.Len() > 0 || f.Kind() != reflect.Slice && !f.IsZero() {
			t.Errorf("%s: %v is left", fields.Type().Field(i).Name, f)
		}
	}
}

// fill makes a value another than its zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(1)
	default:
		v.SetUint(1)
	}
}
