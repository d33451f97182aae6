package main

import (
	"errors"
	"os"
	"runtime/pprof"
)

// profile writes to a file where the engine spends its time under load and while it
// explores. The compiler decides by it which calls in the program it inlines.
func profile(name string) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for _, c := range loadCases() {
		if _, err := c.natively(); err != nil {
			return err
		}
	}
	for range 3 {
		if _, err := exploreNatively(); err != nil {
			return err
		}
	}
	return nil
}
