package scenario

import (
	"strings"

	"cacheplay/wasm/jsontree"
)

// about lists the members of a document that are about the whole scenario, or name
// its operations by number, and so do not fit a part of it.
var about = []string{"compare", "text", "ask", "controls", "expect", "faults", "order"}

// Only returns the variant with only the operations for which keep is true, and
// without clients that have none left. Members about the whole scenario are left out.
// It returns nil if no operation is left, or if the rest is no valid scenario.
func (v *Variant) Only(keep func(client, op int) bool) *Variant {
	tree := without(v.Tree, append([]string{"clients"}, about...)...)
	given, _ := v.Tree.Get("clients")
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
		client.Members = append(client.Members, jsontree.Member{Name: "name", Value: jsontree.FromString(v.Clients[i].Name)},
			jsontree.Member{Name: "ops", Value: jsontree.FromItems(kept...)})
		clients = append(clients, client)
	}
	if len(clients) == 0 {
		return nil
	}
	tree.Members = append(tree.Members, jsontree.Member{Name: "clients", Value: jsontree.FromItems(clients...)})
	variant := v.again(tree)
	if variant != nil {
		variant.Explore.Aims = v.Explore.aimsOf(keep, v.Clients)
	}
	return variant
}

// aimsOf returns the aims at operations that are kept, by their new numbers.
func (e *Explore) aimsOf(keep func(client, op int) bool, clients []Client) (aims []Aim) {
	for _, aim := range e.Aims {
		if !keep(aim.At.Client-1, aim.At.Op-1) {
			continue
		}
		client, op := 1, 1
		for i := range aim.At.Client - 1 {
			for j := range clients[i].Ops {
				if keep(i, j) {
					client++
					break
				}
			}
		}
		for j := range aim.At.Op - 1 {
			if keep(aim.At.Client-1, j) {
				op++
			}
		}
		aim.At.Client, aim.At.Op = client, op
		aims = append(aims, aim)
	}
	return aims
}

// With returns the variant with a merge patch (RFC 7386) applied, without members
// about the whole scenario; nil if that is no valid scenario.
func (v *Variant) With(patch jsontree.Value) *Variant {
	return v.again(jsontree.MergePatch(without(v.Tree, about...), patch))
}

// again decodes a document that was made from the variant's. What may go wrong in an
// exploration stays the same.
func (v *Variant) again(tree jsontree.Value) *Variant {
	variant, errs := decodeVariant(tree)
	if len(errs) > 0 {
		return nil
	}
	variant.Explore = v.Explore
	return &variant
}

// Document returns the variant as a document of its own, with an order, a name and a
// plain text, and without other members about the whole scenario.
func (variant *Variant) Document(order []OrderItem, name, text string) jsontree.Value {
	turns := make([]jsontree.Value, len(order))
	for i := range order {
		turns[i] = jsontree.FromString(order[i].String())
	}
	tree := without(variant.Tree, append([]string{"name"}, about...)...)
	put := func(name string, v jsontree.Value) {
		tree.Members = append(tree.Members, jsontree.Member{Name: name, Value: v})
	}
	put("name", jsontree.FromString(name))
	put("text", jsontree.FromString(strings.NewReplacer("{", "{{", "}", "}}").Replace(text)))
	put("order", jsontree.FromItems(turns...))
	return tree
}
