package scenario

import (
	"slices"

	"cacheplay/wasm/jsontree"
)

// whole lists the members of a document that its variants do not take over.
var whole = []string{"name", "text", "ask", "controls", "compare"}

// Unpatched lists the members of a document that no variant can change.
func Unpatched() []string { return slices.Clone(unpatched) }

// unpatched lists the members that Unpatched returns.
var unpatched = []string{"version", "workload", "compare", "ask", "controls"}

// patchWords says in errors what a patch is.
const patchWords = "an object with the members to change"

// patch declares an entry of "compare" and checks that it changes only what can
// differ between variants. The rest is checked after it is merged.
func (f *fields) patch(path string, v *jsontree.Value) jsontree.Value {
	if v.Kind != jsontree.Object {
		f.reader.invalid(path, v, patchWords)
		return *v
	}
	for _, name := range unpatched {
		if _, ok := v.Get(name); ok {
			f.reader.fail(jsontree.Join(path, name), CodeConflict, quote(name)+" belongs to the whole document: a variant cannot change it")
		}
	}
	return *v
}

// compare decodes each variant and sets the canonical form of "compare". Errors
// that the document has without the patch are not repeated.
func (s *Scenario) compare(r *reader, patches []jsontree.Value) {
	reported, known := slices.Clone(r.errs), Fields()
	common := without(s.Tree, whole...)
	patched := make([]jsontree.Value, 0, len(patches))
	for i, patch := range patches {
		path := jsontree.Index("compare", i)
		if patch.Kind != jsontree.Object {
			continue // reported when the list was read
		}
		r.checkRemovals(path, "", patch, common, known)
		variant, errs := decodeVariant(jsontree.MergePatch(common, without(patch, unpatched...)))
		for _, e := range errs {
			if !slices.Contains(reported, e) {
				e.Path = below(path, e.Path)
				r.errs.add(e)
			}
		}
		variant.Text.Pieces = r.parseText(jsontree.Join(path, "text"), variant.Text.Source, &variant)
		if len(r.errs) == 0 {
			patched = append(patched, s.difference(&variant))
		}
		s.Variants = append(s.Variants, variant)
	}
	s.canonical = without(s.canonical, "compare")
	s.canonical.Members = append(s.canonical.Members, jsontree.Member{Name: "compare", Value: jsontree.FromItems(patched...)})
}

// decodeVariant decodes a document without "compare" as a variant.
func decodeVariant(tree jsontree.Value) (Variant, Errors) {
	r := reader{}
	s, variant := Scenario{}, Variant{Tree: tree}
	variant.canonical = r.object("", &tree, func(f *fields) { f.document(&s, &variant) })
	variant.Name, variant.Text = s.Name, s.Text
	if byDefault := variant.defaultName(); variant.Name == "" || variant.Name == byDefault {
		variant.Name = byDefault
		variant.canonical = without(variant.canonical, "name")
	}
	return variant, r.errs
}

// defaultName returns the name of a variant without one: its write strategy.
func (v *Variant) defaultName() string {
	if v.Write.ID == "" {
		return "own steps"
	}
	return v.Write.ID
}

// difference returns the patch, in canonical form, that makes a variant of the
// canonical document.
func (s *Scenario) difference(variant *Variant) jsontree.Value {
	patch := mergeDifference(without(s.canonical, whole...), without(variant.canonical, whole...))
	for _, name := range []string{"name", "text"} {
		if v, ok := variant.canonical.Get(name); ok {
			patch.Members = append(patch.Members, jsontree.Member{Name: name, Value: v})
		}
	}
	return patch
}

// mergeDifference returns the smallest merge patch that turns the object from into
// the object to. No merge patch can set a member to null, so every null in to must
// be in from too; that is so if to was made by a merge patch.
func mergeDifference(from, to jsontree.Value) jsontree.Value {
	var members []jsontree.Member
	for _, m := range from.Members {
		if _, ok := to.Get(m.Name); !ok {
			members = append(members, jsontree.Member{Name: m.Name})
		}
	}
	for _, m := range to.Members {
		before, ok := from.Get(m.Name)
		switch {
		case ok && jsontree.Equal(before, m.Value):
		case ok && before.Kind == jsontree.Object && m.Value.Kind == jsontree.Object:
			members = append(members, jsontree.Member{Name: m.Name, Value: mergeDifference(before, m.Value)})
		default:
			members = append(members, m)
		}
	}
	return jsontree.FromMembers(members...)
}

// checkRemovals reports the nulls of a patch that remove nothing and name no field:
// after merging, a misspelt name would go unnoticed. The path of the
// patch in the document is general.
func (r *reader) checkRemovals(path, general string, patch, target jsontree.Value, known []Field) {
	if len(target.Members) > MaxValueBytes {
		return // reported as too large; checking it would be slow
	}
	for _, m := range patch.Members {
		if r.errs.full() {
			return
		}
		at := jsontree.Join(general, m.Name)
		before, exists := target.Get(m.Name)
		if m.Value.Kind == jsontree.Object {
			r.checkRemovals(jsontree.Join(path, m.Name), at, m.Value, before, known)
		}
		if m.Value.Kind == jsontree.Null && !exists && !slices.ContainsFunc(known, func(d Field) bool { return d.Path == at }) {
			r.fail(jsontree.Join(path, m.Name), CodeUnknown, "there is no such field to remove")
		}
	}
}

// without returns an object without some of its members.
func without(v jsontree.Value, names ...string) jsontree.Value {
	if v.Kind == jsontree.Object {
		v.Members = slices.DeleteFunc(slices.Clone(v.Members), func(m jsontree.Member) bool { return slices.Contains(names, m.Name) })
	}
	return v
}

// below returns a path in a variant's document as a path in its patch.
func below(prefix, path string) string {
	if path == "" || path[0] == '[' {
		return prefix + path
	}
	return prefix + "." + path
}
