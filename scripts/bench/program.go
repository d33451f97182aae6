package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
)

// program is the engine as it was just linked, with the names of its functions.
type program struct {
	wasmFile
	packages        map[string]int // bytes of code
	shipped, packed int            // bytes of the site's two files of it
}

// largestPackages is how many are told of.
const largestPackages = 12

// linkProgram compiles the engine as the build does, but leaves the names in.
func linkProgram(dist string) (*program, error) {
	dir, err := os.MkdirTemp("", "cacheplay-bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "cacheplay.wasm")
	if _, err := goForWasm("build", "-trimpath", "-ldflags=-w", "-o", file, "./wasm"); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	read, err := readWasm(content)
	if err != nil {
		return nil, err
	}
	list, err := goForWasm("list", "-deps", "./wasm")
	if err != nil {
		return nil, err
	}
	p := &program{wasmFile: *read, packages: byPackage(read.code, strings.Fields(list))}
	for name, size := range map[string]*int{"cacheplay.wasm": &p.shipped, "cacheplay.wasm.lzma": &p.packed} {
		info, err := os.Stat(filepath.Join(dist, name))
		if err != nil {
			return nil, err
		}
		*size = int(info.Size())
	}
	return p, nil
}

func goForWasm(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return string(out), err
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

func printProgram(out io.Writer, p *program) error {
	code := 0
	for _, size := range p.packages {
		code += size
	}
	fmt.Fprintf(out, "\nWhat the program holds, in bytes as it is linked; the site's is %d, packed %d:\n", p.shipped, p.packed)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(bytes int, what string) {
		fmt.Fprintf(table, "%d\t%.1f %%\t %s\n", bytes, 100*float64(bytes)/float64(code+p.data), what)
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
	line(p.data, "data; of it")
	line(p.lines.names, "  names of functions")
	line(p.lines.files, "  names of files")
	line(p.lines.lines, "  which line each instruction is of, and its frame")
	line(p.lines.functions, "  what is known of each function")
	line(p.data-p.lines.total(), "  types, texts, presets, tables, what the collector needs")
	return table.Flush()
}
