package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// addBundles adds each script and style sheet as one file with all its imports.
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
		// A classic worker, which browsers also start from a blob, and which the
		// glue is written for. Imports run in order: first the glue, which defines Go.
		Format: api.FormatIIFE,
		Stdin: &api.StdinOptions{
			Contents:   "import " + strconv.Quote(filepath.ToSlash(glue)) + "\nimport './engine/worker.js'\n",
			ResolveDir: web,
		},
	}
	packedName := ""
	if s.files[packedProgram] != nil {
		packedName = packedProgram
	}
	var wrong []error
	for name, options := range map[string]api.BuildOptions{
		"main.js":       {Format: api.FormatESModule, EntryPoints: []string{filepath.Join(web, "main.js")}},
		"early.js":      {Format: api.FormatIIFE, Target: api.ES2017, EntryPoints: []string{filepath.Join(web, "early.js")}},
		"engine.js":     {Format: api.FormatESModule, EntryPoints: []string{filepath.Join(web, "engine", "engine.js")}},
		"embed.js":      {Format: api.FormatIIFE, EntryPoints: []string{filepath.Join(web, "embed.js")}},
		"worker.js":     worker,
		"style.css":     {EntryPoints: []string{filepath.Join(web, "style.css")}},
		"reference.css": {EntryPoints: []string{filepath.Join(web, "reference.css")}},
		"article.css":   {EntryPoints: []string{filepath.Join(web, "article.css")}},
	} {
		// web/engine/start.js learns from it which files of the program there are.
		options.Define = map[string]string{"globalThis.packedProgram": strconv.Quote(packedName)}
		if s.files[name], err = bundle(web, options); err != nil {
			wrong = append(wrong, fmt.Errorf("web/%s: %w", name, err))
		}
	}
	return errors.Join(wrong...)
}

// bundle returns one minified file, for browsers of 2022 and later unless the
// options name older ones.
func bundle(web string, options api.BuildOptions) ([]byte, error) {
	options.AbsWorkingDir = web
	options.Bundle = true
	options.Charset = api.CharsetUTF8
	options.LegalComments = api.LegalCommentsNone
	if options.Target == api.DefaultTarget {
		options.Target = api.ES2022
	}
	options.MinifyWhitespace, options.MinifyIdentifiers, options.MinifySyntax = true, true, true
	// Pictures and fonts are not bundled: addStatic copies them beside the style sheet.
	options.External = []string{"*.svg", "*.png", "*.jpg", "*.webp", "*.woff2"}
	result := api.Build(options)
	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		return nil, bundleError(messages)
	}
	return result.OutputFiles[0].Contents, nil
}

// bundleError returns the messages with their places. Warnings are errors too.
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
