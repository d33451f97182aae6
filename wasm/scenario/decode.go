package scenario

import (
	"bytes"
	"errors"

	"cacheplay/wasm/jsontree"
)

// mark is the byte order mark that some editors write at the start of a file.
var mark = []byte("\uFEFF")

// Parse decodes a JSON text, which a byte order mark may precede. Errors in its syntax
// are among the Errors.
func Parse(text []byte) (*Scenario, Errors) {
	tree, err := jsontree.Parse(bytes.TrimPrefix(text, mark))
	var duplicates jsontree.Duplicates
	switch {
	case errors.As(err, &duplicates):
		var errs Errors
		for _, d := range duplicates {
			errs.add(FieldError{Path: d.Path, Code: CodeDuplicate, Message: d.Text()})
		}
		_, others := Decode(tree)
		for _, e := range others {
			errs.add(e)
		}
		return nil, errs
	case err != nil:
		return nil, Errors{{Code: CodeSyntax, Message: err.Error()}}
	}
	return Decode(tree)
}

// Decode returns the scenario of a tree with its defaults filled in, or all errors
// of the document. It keeps parts of the tree.
func Decode(tree jsontree.Value) (*Scenario, Errors) {
	r := reader{}
	s := Scenario{Tree: tree}
	base := Variant{Tree: tree}
	s.canonical = r.object("", &tree, func(f *fields) { f.document(&s, &base) })
	base.Name = s.Name
	if base.Name == "" {
		base.Name = base.defaultName()
	}
	patches, _ := tree.Get("compare")
	if len(patches.Items) == 0 {
		base.canonical = without(s.canonical, "ask", "controls")
		s.Variants = []Variant{base}
	} else if !r.errs.full() {
		s.compare(&r, patches.Items[:min(len(patches.Items), MaxVariants)])
	}
	if len(s.Variants) > 0 {
		s.Text.Pieces = r.parseText("text", s.Text.Source, &s.Variants[0])
		if s.Ask != nil {
			r.checkAsk(s.Ask, &s.Variants[0])
		}
	}
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return &s, nil
}

// Canonical returns the scenario as JSON in the form of RFC 8785, without defaults
// and with one spelling of each value. Parse returns an equal scenario for it.
func (s *Scenario) Canonical() []byte { return s.canonical.AppendCanonical(nil) }

// Canonical returns the variant as the canonical JSON of a scenario of its own: the
// document with the variant's patch merged in, without "ask" and "controls".
func (v *Variant) Canonical() []byte { return v.canonical.AppendCanonical(nil) }
