package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"

	"cacheplay/scripts/program"
)

// parts is what the engine consists of as it was just linked.
type parts struct {
	program.Parts
	packages        map[string]int // bytes of code
	shipped, packed int            // bytes of the site's two files of it
}

// largestPackages is how many are told of.
const largestPackages = 12

// readProgram compiles the engine as the build does, but leaves the names in.
func readProgram(dist string) (*parts, error) {
	linked, err := program.Compile(".", "", true)
	if err != nil {
		return nil, err
	}
	read, err := program.Read(linked)
	if err != nil {
		return nil, err
	}
	list, err := program.Go(".", "list", "-deps", "./wasm")
	if err != nil {
		return nil, err
	}
	p := &parts{Parts: *read, packages: byPackage(read.Code, strings.Fields(list))}
	for name, size := range map[string]*int{"cacheplay.wasm": &p.shipped, "cacheplay.wasm.lzma": &p.packed} {
		info, err := os.Stat(filepath.Join(dist, name))
		if err != nil {
			return nil, err
		}
		*size = int(info.Size())
	}
	return p, nil
}

// notInNames is what the linker writes as "_" in the name of a function.
var notInNames = regexp.MustCompile(`[^\w.]`)

// byPackage adds up the code of functions. What the compiler makes of types, and
// what belongs to no package, has a line of its own.
func byPackage(code map[string]int, paths []string) map[string]int {
	const made = "(made by the compiler)"
	known := map[string]string{}
	for _, path := range paths {
		known[notInNames.ReplaceAllString(path, "_")] = path
	}
	sizes := map[string]int{}
	for name, size := range code {
		// The path may have dots itself, so the longest that is known counts.
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
	fmt.Fprintf(out, "\nWhat the program holds, in bytes as it is linked; the site's is %d, packed %d:\n", p.shipped, p.packed)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(bytes int, what string) {
		fmt.Fprintf(table, "%d\t%.1f %%\t %s\n", bytes, 100*float64(bytes)/float64(code+p.Data), what)
	}
	names := slices.SortedFunc(maps.Keys(p.packages), func(a, b string) int {
		return cmp.Or(p.packages[b]-p.packages[a], strings.Compare(a, b))
	})
	line(code, "code; of it")
	others := code
	for _, name := range names[:min(largestPackages, len(names))] {
		line(p.packages[name], "  "+name)
		others -= p.packages[name]
	}
	line(others, fmt.Sprintf("  %d other packages", len(names)-min(largestPackages, len(names))))
	line(p.Data, "data; of it")
	line(p.Lines.Names, "  names of functions")
	line(p.Lines.Files, "  names of files")
	line(p.Lines.Lines, "  which line each instruction is of, and its frame")
	line(p.Lines.Functions, "  what is known of each function")
	line(p.Data-p.Lines.Total(), "  types, texts, presets, tables, what the collector needs")
	return table.Flush()
}
