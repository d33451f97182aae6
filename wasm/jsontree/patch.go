package jsontree

// MergePatch returns target changed by patch after RFC 7386 (JSON Merge Patch):
// a member of patch replaces, or merges into, the one of its name, null removes
// it, and what is not an object replaces the whole. A patch can therefore set
// no member to null, and arrays only as a whole.
//
// Members keep the order of target; new ones follow in the order of patch. The
// arguments are not altered, and the result shares what it can with them.
func MergePatch(target, patch Value) Value {
	if patch.Kind != Object {
		return patch
	}
	if target.Kind != Object {
		target = Value{Kind: Object, Line: patch.Line, Column: patch.Column}
	}
	changes := make(map[string]*Value, len(patch.Members))
	for i := range patch.Members {
		changes[patch.Members[i].Name] = &patch.Members[i].Value
	}
	merged := make([]Member, 0, len(target.Members)+len(changes))
	for _, m := range target.Members {
		if change := changes[m.Name]; change != nil {
			delete(changes, m.Name)
			if change.Kind == Null {
				continue
			}
			m.Value = MergePatch(m.Value, *change)
		}
		merged = append(merged, m)
	}
	for _, m := range patch.Members {
		if change := changes[m.Name]; change != nil && change.Kind != Null {
			merged = append(merged, Member{Name: m.Name, Value: MergePatch(Value{}, *change)})
		}
	}
	target.Members = merged
	return target
}
