package scenario

import (
	"strings"

	"cacheplay/wasm/jsontree"
)

// about are the members of a document that say something of a story, or of its
// operations by their numbers, and that do not fit a part of it.
var about = []string{"compare", "text", "ask", "controls", "expect", "faults", "order"}

// Only gives a run of some of the operations: of those for which keep is true,
// and of the clients that are left with any. What the document says about the
// story is left out. It is nil where no operation is left, or where the rest is
// no scenario.
func (r *Run) Only(keep func(client, op int) bool) *Run {
	tree := without(r.Tree, append([]string{"clients"}, about...)...)
	given, _ := r.Tree.Get("clients")
	var clients []jsontree.Value
	for i := range given.Items {
		ops, _ := given.Items[i].Get("ops")
		var kept []jsontree.Value
		for j := range ops.Items {
			if keep(i, j) {
				kept = append(kept, ops.Items[j])
			}
		}
		if len(kept) == 0 {
			continue
		}
		client := without(given.Items[i], "ops", "name")
		client.Members = append(client.Members, jsontree.Member{Name: "name", Value: jsontree.FromString(r.Clients[i].Name)},
			jsontree.Member{Name: "ops", Value: jsontree.FromItems(kept...)})
		clients = append(clients, client)
	}
	if len(clients) == 0 {
		return nil
	}
	tree.Members = append(tree.Members, jsontree.Member{Name: "clients", Value: jsontree.FromItems(clients...)})
	return r.again(tree)
}

// With gives the run with a merge patch (RFC 7386) applied, without what its
// document says about the story; nil where that is no scenario.
func (r *Run) With(patch jsontree.Value) *Run {
	return r.again(jsontree.MergePatch(without(r.Tree, about...), patch))
}

// again decodes a document that was made of this run's.
func (r *Run) again(tree jsontree.Value) *Run {
	run, errs := decodeRun(tree)
	if len(errs) > 0 {
		return nil
	}
	run.Explore = r.Explore
	return &run
}

// Document gives the run as a document of its own, with an order, a name and a
// text, which is plain. What else it says about the story is left out.
func (r *Run) Document(order []OrderItem, name, text string) jsontree.Value {
	turns := make([]jsontree.Value, len(order))
	for i := range order {
		turns[i] = jsontree.FromString(order[i].String())
	}
	tree := without(r.Tree, append([]string{"name"}, about...)...)
	put := func(name string, v jsontree.Value) {
		tree.Members = append(tree.Members, jsontree.Member{Name: name, Value: v})
	}
	put("name", jsontree.FromString(name))
	put("text", jsontree.FromString(strings.NewReplacer("{", "{{", "}", "}}").Replace(text)))
	put("order", jsontree.FromItems(turns...))
	return tree
}
