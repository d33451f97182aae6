package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// oneFile is the name of the page that has everything it needs inside it, to be
// opened from a disk. It loads nothing, and its policy allows no loading.
const oneFile = "cache-playground.html"

// The parts of our pages that are replaced, as they are written there.
var (
	policyTag  = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="[^"]*">`)
	styleTag   = regexp.MustCompile(`<link rel="stylesheet" href="([\w-]+\.css)[^"]*">`)
	scriptTag  = regexp.MustCompile(`<script( type="module")?(?: async)? src="([\w-]+\.js)[^"]*"></script>`)
	iconTag    = regexp.MustCompile(`<link rel="icon" href="icon\.svg"[^>]*>`)
	installTag = regexp.MustCompile(`<link rel="(?:manifest|apple-touch-icon)"[^>]*>\n`)
	homeLink   = regexp.MustCompile(`<p class="home">.*</p>\n`)
	siteLinks  = regexp.MustCompile(`(?: *<a class="elsewhere".*</a>\n)+`)
	formatLink = regexp.MustCompile(`<p class="note">[^<]*<a href="reference\.html">.*</p>`)
	bodyEnd    = regexp.MustCompile(`</body>`)
)

// addOneFile adds the page in one file, made from the finished pages. The
// reference is a frame in it.
func (s *site) addOneFile() error {
	program := s.files[packedProgram]
	if program == nil {
		program = s.files[plainProgram]
	}
	in := &inliner{files: s.files}
	reference := in.page("reference.html")
	for _, needless := range []*regexp.Regexp{policyTag, iconTag, homeLink} {
		reference = in.put(reference, needless, "")
	}
	page := in.put(in.page("index.html"), formatLink, `<details class="drawer" data-embedded="all"><summary>The scenario format</summary>`+
		`<iframe class="inside-page" title="The scenario format" loading="lazy" srcdoc="`+html.EscapeString(reference)+`"></iframe></details>`)
	page = in.put(page, siteLinks, "")
	page = in.put(page, iconTag, `<link rel="icon" href="data:image/svg+xml;base64,`+base64.StdEncoding.EncodeToString(s.files["icon.svg"])+`">`)
	page = in.put(page, bodyEnd, `<script type="text/plain" id="inside-worker">`+in.raw("worker.js", "script")+"</script>\n"+
		`<script type="text/plain" id="inside-program">`+base64.StdEncoding.EncodeToString(program)+"</script>\n"+
		`<script type="application/json" id="inside-truth">`+in.raw(truthFile, "script")+"</script>\n</body>")
	page = in.put(installTag.ReplaceAllString(page, ""), policyTag, in.policy())
	if err := errors.Join(in.wrong...); err != nil {
		return fmt.Errorf("%s: %w", oneFile, err)
	}
	s.files[oneFile] = []byte(page)
	return nil
}

// inliner puts scripts and styles into pages and collects their hashes, by which
// the policy allows them.
type inliner struct {
	files           map[string][]byte
	scripts, styles []string
	wrong           []error
}

// page returns a page with its scripts and styles inside it.
func (in *inliner) page(name string) string {
	page := styleTag.ReplaceAllStringFunc(string(in.files[name]), func(tag string) string {
		style := in.raw(styleTag.FindStringSubmatch(tag)[1], "style")
		in.styles = append(in.styles, "'"+integrity([]byte(style))+"'")
		return "<style>" + style + "</style>"
	})
	return scriptTag.ReplaceAllStringFunc(page, func(tag string) string {
		match := scriptTag.FindStringSubmatch(tag)
		script := in.raw(match[2], "script")
		in.scripts = append(in.scripts, "'"+integrity([]byte(script))+"'")
		return "<script" + match[1] + ">" + script + "</script>"
	})
}

// raw returns the content of a file, and notes an error if it cannot be the text
// of that HTML element.
func (in *inliner) raw(name, element string) string {
	content := in.files[name]
	if bytes.Contains(content, []byte("</"+element)) || bytes.Contains(content, []byte("<!--")) {
		in.wrong = append(in.wrong, fmt.Errorf("%s cannot stand in an element <%s>", name, element))
	}
	return string(content)
}

// put replaces the one match of what in the page, and notes an error if there is
// not exactly one.
func (in *inliner) put(page string, what *regexp.Regexp, by string) string {
	if n := len(what.FindAllString(page, -1)); n != 1 {
		in.wrong = append(in.wrong, fmt.Errorf("%s stands in the page %d times, not once", what, n))
	}
	return what.ReplaceAllLiteralString(page, by)
}

// policy returns the tag of the policy that allows only the collected hashes.
func (in *inliner) policy() string {
	return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ` + strings.Join(in.scripts, " ") +
		` 'wasm-unsafe-eval'; style-src ` + strings.Join(in.styles, " ") +
		`; worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'">`
}
