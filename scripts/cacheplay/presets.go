package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"cacheplay/wasm/scenario"
)

// presets prints the id of each preset, its name, and what one sees in it.
func (p *program) presets(args []string) int {
	if len(args) > 0 {
		return p.fail(fmt.Sprintf("presets takes no arguments, not %q", args[0]))
	}
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, preset := range scenario.Presets() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", preset.ID, preset.Title, preset.Sees)
	}
	if err := table.Flush(); err != nil {
		return p.fail(err.Error())
	}
	return p.print(out.String())
}

// preset prints a preset.
func (p *program) preset(args []string) int {
	if len(args) != 1 {
		return p.fail(fmt.Sprintf("preset takes one id, not %d: %s are allowed", len(args), presetIDs()))
	}
	text, ok := scenario.Preset(args[0])
	if !ok {
		return p.fail(fmt.Sprintf("%q is not a preset: %s are allowed", args[0], presetIDs()))
	}
	return p.print(string(text))
}

func presetIDs() string {
	var ids []string
	for _, preset := range scenario.Presets() {
		ids = append(ids, fmt.Sprintf("%q", preset.ID))
	}
	return strings.Join(ids, ", ")
}
