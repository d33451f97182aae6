package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"

	"cacheplay/scripts/program"
)

// parts are the sizes of the engine's parts, in bytes.
type parts struct {
	program.Parts
	packages      map[string]int // code, by the package's path
	plain, packed int            // the site's files; 0 if there is no packed one
}

// packagesListed is the number of packages that are printed, the largest first.
const packagesListed = 20

// readProgram compiles the engine as the build does, but with the names of
// functions, and returns its parts.
func readProgram(dist string) (*parts, error) {
	compiled, err := program.Compile(".", "", true)
	if err != nil {
		return nil, err
	}
	shrunk, err := program.Shrink(compiled)
	if err != nil {
		return nil, err
	}
	read, err := program.Read(shrunk)
	if err != nil {
		return nil, err
	}
	list, err := program.Go(".", "list", "-deps", "./wasm")
	if err != nil {
		return nil, err
	}
	p := &parts{Parts: *read, packages: byPackage(read.Code, strings.Fields(list))}
	if p.plain, err = fileSize(filepath.Join(dist, "cacheplay.wasm")); err != nil {
		return nil, err
	}
	p.packed, err = fileSize(filepath.Join(dist, "cacheplay.wasm.lzma"))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // the site was built without xz
	}
	return p, err
}

func fileSize(name string) (int, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return int(info.Size()), nil
}

// notInNames matches what the linker writes as "_" in the name of a function.
var notInNames = regexp.MustCompile(`[^\w.]`)

// byPackage adds up the code of functions by their package, of which paths are
// all. Functions that the compiler makes for types are counted together.
func byPackage(code map[string]int, paths []string) map[string]int {
	const made = "(made by the compiler)"
	known := map[string]string{}
	for _, path := range paths {
		known[notInNames.ReplaceAllString(path, "_")] = path
	}
	sizes := map[string]int{}
	for name, size := range code {
		// A path may have dots in it, so the longest known one counts.
		path := ""
		for at := range name {
			if name[at] == '.' && known[name[:at]] != "" {
				path = known[name[:at]]
			}
		}
		sizes[cmp.Or(path, made)] += size
	}
	return sizes
}

func printProgram(out io.Writer, p *parts) error {
	code := 0
	for _, size := range p.packages {
		code += size
	}
	fmt.Fprintf(out, "\nThe program has %d bytes, packed %d. What it consists of, before it is packed:\n", p.plain, p.packed)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(bytes int, name string) {
		fmt.Fprintf(table, "%d\t%.1f %%\t %s\n", bytes, 100*float64(bytes)/float64(code+p.Data), name)
	}
	names := slices.SortedFunc(maps.Keys(p.packages), func(a, b string) int {
		return cmp.Or(p.packages[b]-p.packages[a], strings.Compare(a, b))
	})
	listed := names[:min(packagesListed, len(names))]
	line(p.Data, "data: types, texts, presets, tables of the runtime")
	line(code, "code; of it")
	others := code
	for _, name := range listed {
		line(p.packages[name], "  "+name)
		others -= p.packages[name]
	}
	line(others, fmt.Sprintf("  %d other packages", len(names)-len(listed)))
	return table.Flush()
}
