package scenario

import (
	"slices"

	"cacheplay/wasm/jsontree"
)

// whole are the members of a document that no run of a comparison has: they
// are about the document, or each run has its own.
var whole = []string{"name", "text", "ask", "controls", "compare"}

// Unpatched lists the members of a document that no run of a comparison can
// change.
func Unpatched() []string { return slices.Clone(unpatched) }

var unpatched = []string{"version", "compare", "ask", "controls"}

const patchWords = "an object with the members to change"

// patch declares an entry of "compare". What it changes is checked once it is
// merged; here, that it only changes what can differ between runs.
func (f *fields) patch(path string, v *jsontree.Value) jsontree.Value {
	if v.Kind != jsontree.Object {
		f.reader.invalid(path, v, patchWords)
		return *v
	}
	for _, name := range unpatched {
		if _, ok := v.Get(name); ok {
			f.reader.fail(jsontree.Join(path, name), CodeConflict, quote(name)+" belongs to the whole document: a run cannot change it")
		}
	}
	return *v
}

// compare decodes each run of a comparison and makes the canonical form of
// "compare". An error that the document has without the patch is known already.
func (s *Scenario) compare(r *reader, patches []jsontree.Value) {
	reported, known := slices.Clone(r.errs), Fields()
	common := without(s.Tree, whole...)
	patched := make([]jsontree.Value, 0, len(patches))
	for i, patch := range patches {
		path := jsontree.Index("compare", i)
		if patch.Kind != jsontree.Object {
			continue // reported where the list was read
		}
		r.checkRemovals(path, "", patch, common, known)
		run, errs := decodeRun(jsontree.MergePatch(common, without(patch, unpatched...)))
		for _, e := range errs {
			if !slices.Contains(reported, e) {
				e.Path = below(path, e.Path)
				r.errs.add(e)
			}
		}
		run.Text.Pieces = r.parseText(jsontree.Join(path, "text"), run.Text.Source, &run)
		if len(r.errs) == 0 {
			patched = append(patched, s.difference(&run))
		}
		s.Runs = append(s.Runs, run)
	}
	s.canonical = without(s.canonical, "compare")
	s.canonical.Members = append(s.canonical.Members, jsontree.Member{Name: "compare", Value: jsontree.FromItems(patched...)})
}

// decodeRun decodes a document without "compare".
func decodeRun(tree jsontree.Value) (Run, Errors) {
	r := reader{}
	s, run := Scenario{}, Run{Tree: tree}
	run.canonical = r.object("", &tree, func(f *fields) { f.document(&s, &run) })
	run.Name, run.Text = s.Name, s.Text
	if byDefault := run.defaultName(); run.Name == "" || run.Name == byDefault {
		run.Name = byDefault
		run.canonical = without(run.canonical, "name")
	}
	return run, r.errs
}

// defaultName names a run after how it writes.
func (r *Run) defaultName() string {
	if r.Write.ID == "" {
		return "own steps"
	}
	return r.Write.ID
}

// difference gives the patch that makes the run of the canonical document, in
// canonical form.
func (s *Scenario) difference(run *Run) jsontree.Value {
	patch := mergeDifference(without(s.canonical, whole...), without(run.canonical, whole...))
	for _, name := range []string{"name", "text"} {
		if v, ok := run.canonical.Get(name); ok {
			patch.Members = append(patch.Members, jsontree.Member{Name: name, Value: v})
		}
	}
	return patch
}

// mergeDifference gives the smallest merge patch that makes the object to of
// the object from. A null in to must be in from already, since no merge patch
// can put one there: so it is, where to comes from a merge patch itself.
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

// checkRemovals reports a null that removes nothing and is no field: merged, it
// would leave no trace, and a misspelt name would go unnoticed. General is the
// path of patch in the document.
func (r *reader) checkRemovals(path, general string, patch, target jsontree.Value, known []Field) {
	if len(target.Members) > MaxValueBytes {
		return // reported as too large, and slow to look through
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

// without gives an object without some of its members.
func without(v jsontree.Value, names ...string) jsontree.Value {
	if v.Kind == jsontree.Object {
		v.Members = slices.DeleteFunc(slices.Clone(v.Members), func(m jsontree.Member) bool { return slices.Contains(names, m.Name) })
	}
	return v
}

// below gives a path of a run's document as one inside its patch.
func below(prefix, path string) string {
	if path == "" || path[0] == '[' {
		return prefix + path
	}
	return prefix + "." + path
}
