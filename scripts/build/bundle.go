package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// addBundles makes one file of each script and style sheet, with all that they
// import.
func (s *site) addBundles(root string) error {
	web, err := filepath.Abs(filepath.Join(root, "web"))
	if err != nil {
		return err
	}
	glue, err := wasmExec(root)
	if err != nil {
		return err
	}
	worker := api.BuildOptions{
		// A classic worker: it starts from a blob everywhere, and the glue is
		// written for one. Imports run in their order, so the glue is there
		// when the worker's own code runs.
		Format: api.FormatIIFE,
		Stdin: &api.StdinOptions{
			Contents:   "import " + strconv.Quote(filepath.ToSlash(glue)) + "\nimport './engine/worker.js'\n",
			ResolveDir: web,
		},
	}
	var wrong []error
	for name, options := range map[string]api.BuildOptions{
		"main.js":   {Format: api.FormatESModule, EntryPoints: []string{filepath.Join(web, "main.js")}},
		"early.js":  {Format: api.FormatIIFE, Target: api.ES2017, EntryPoints: []string{filepath.Join(web, "early.js")}},
		"engine.js": {Format: api.FormatESModule, EntryPoints: []string{filepath.Join(web, "engine", "engine.js")}},
		"embed.js":  {Format: api.FormatIIFE, EntryPoints: []string{filepath.Join(web, "embed.js")}},
		"worker.js": worker,
		"style.css": {EntryPoints: []string{filepath.Join(web, "style.css")}},
		// Of the pages that are there to be read.
		"reference.css": {EntryPoints: []string{filepath.Join(web, "reference.css")}},
		"article.css":   {EntryPoints: []string{filepath.Join(web, "article.css")}},
	} {
		if s.files[name], err = bundle(web, options); err != nil {
			wrong = append(wrong, fmt.Errorf("web/%s: %w", name, err))
		}
	}
	return errors.Join(wrong...)
}

// bundle makes one file, for browsers of 2022 and later unless the options name
// older ones.
func bundle(web string, options api.BuildOptions) ([]byte, error) {
	options.AbsWorkingDir = web
	options.Bundle = true
	options.Charset = api.CharsetUTF8
	options.LegalComments = api.LegalCommentsNone
	if options.Target == api.DefaultTarget {
		options.Target = api.ES2022
	}
	options.MinifyWhitespace, options.MinifyIdentifiers, options.MinifySyntax = true, true, true
	// Pictures and fonts keep their names: they are copied beside the style.
	options.External = []string{"*.svg", "*.png", "*.jpg", "*.webp", "*.woff2"}
	result := api.Build(options)
	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		return nil, bundleError(messages)
	}
	return result.OutputFiles[0].Contents, nil
}

// bundleError says what is wrong and where. A warning counts: it is a slip in
// our own code.
func bundleError(messages []api.Message) error {
	var lines []string
	for _, m := range messages {
		line := m.Text
		if m.Location != nil {
			line = fmt.Sprintf("%s:%d:%d: %s", m.Location.File, m.Location.Line, m.Location.Column+1, m.Text)
		}
		lines = append(lines, line)
	}
	return errors.New(strings.Join(lines, "\n"))
}
