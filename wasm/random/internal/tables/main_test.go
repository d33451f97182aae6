//go:build !js

package main

import (
	"bytes"
	"os"
	"testing"
)

func TestTheCommittedTablesAreTheGeneratedOnes(t *testing.T) {
	want, err := tables()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("tables.go is not what its generator writes: run go generate in wasm/random")
	}
}

func TestFunctionsHaveTheirPublishedValues(t *testing.T) {
	for _, c := range []struct {
		name string
		got  string
		want string
	}{
		{"ln 2", ln(number(2)).Text('f', 30), "0.693147180559945309417232121458"},
		{"e", exp(number(1)).Text('f', 30), "2.718281828459045235360287471353"},
		{"density at 0", density(number(0)).Text('f', 30), "0.398942280401432677939946059934"},
		{"deviate exceeded with 2.5 %", deviate(ratio(25, 1000), number(1)).Text('f', 15), "1.959963984540054"},
		{"deviate exceeded with 1 %", deviate(ratio(1, 100), number(2)).Text('f', 15), "2.326347874040841"},
		{"deviate exceeded with 50 %", deviate(ratio(1, 2), number(0)).Text('f', 15), "0.000000000000000"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.name, c.got, c.want)
		}
	}
}
