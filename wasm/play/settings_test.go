package play

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// tries returns the values that the tests give a setting.
func tries(d *scenario.Field) []string {
	switch d.Type {
	case scenario.TypeDuration:
		return []string{`"0s"`, `"1ms"`, `"700ms"`, `"7s"`}
	case scenario.TypeLatency:
		return []string{`"0s"`, `"30ms"`, `"7s"`, `{"dist": "exponential", "mean": "2s"}`, `{"p50": "10ms", "p99": "3s"}`}
	case scenario.TypeNumber:
		return []string{itoa(d.Min), itoa(d.Min + 1), itoa(d.Max)}
	case scenario.TypeDecimal:
		return []string{itoa(d.Min), "0.1", "0.5", "0.9", "1.5", itoa(d.Max)}
	case scenario.TypeFlag:
		return []string{`true`, `false`}
	case scenario.TypeChoice, scenario.TypeStrategy:
		return strings.Split(`"`+strings.Join(d.IDs, `" "`)+`"`, " ")
	}
	panic("no values to try for the type " + d.Type)
}

// settings lists the settings. Those of the items of a list are those of its first
// item.
func settings() []scenario.Field {
	var out []scenario.Field
	for _, d := range scenario.Fields() {
		if d.Setting {
			d.Path = strings.ReplaceAll(d.Path, "[]", "[0]")
			out = append(out, d)
		}
	}
	return out
}

// with returns a document with another value at a path, and false if the path
// leads into an empty list.
func with(v jsontree.Value, path string, to jsontree.Value) (jsontree.Value, bool) {
	if path == "" {
		return to, true
	}
	if rest, ok := strings.CutPrefix(path, "[0]"); ok {
		if len(v.Items) == 0 {
			return v, false
		}
		first, ok := with(v.Items[0], strings.TrimPrefix(rest, "."), to)
		return jsontree.FromItems(append([]jsontree.Value{first}, v.Items[1:]...)...), ok
	}
	end := strings.IndexAny(path+".", ".[")
	name, rest := path[:end], strings.TrimPrefix(path[end:], ".")
	before, there := v.Get(name)
	inside, ok := with(before, rest, to)
	if v.Kind != jsontree.Object {
		v = jsontree.FromMembers()
	}
	if !there {
		return jsontree.FromMembers(append(v.Members[:len(v.Members):len(v.Members)], jsontree.Member{Name: name, Value: inside})...), ok
	}
	members := append([]jsontree.Member(nil), v.Members...)
	for i := range members {
		if members[i].Name == name {
			members[i].Value = inside
		}
	}
	return jsontree.FromMembers(members...), ok
}

// happened returns the trace of a variant as JSON, without the scenario's id, name
// and strategies; or its errors, if it cannot be run.
func happened(variant *scenario.Variant) []byte {
	t, errs := Run(variant)
	if errs != nil {
		return []byte(errs.Error())
	}
	t.ID, t.Name, t.Read, t.Write = "", "", "", ""
	return t.AppendJSON(nil)
}

// changes reports whether another value of a setting changes what happens.
func changes(t *testing.T, variant *scenario.Variant, before []byte, d *scenario.Field) bool {
	t.Helper()
	for _, text := range tries(d) {
		value, err := jsontree.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		tree, ok := with(variant.Tree, d.Path, value)
		if !ok {
			return false
		}
		other, errs := scenario.Decode(tree)
		if errs == nil && !bytes.Equal(happened(&other.Variants[0]), before) {
			return true
		}
	}
	return false
}

// variantsToTry returns the variants with which the settings are tried: those of
// every preset, random ones, and random ones with an order.
func variantsToTry(t *testing.T) []*scenario.Variant {
	t.Helper()
	var variants []*scenario.Variant
	add := func(s *scenario.Scenario) {
		for i := range s.Variants {
			variants = append(variants, &s.Variants[i])
		}
	}
	for _, p := range scenario.Presets() {
		text, _ := scenario.Preset(p.ID)
		s, errs := scenario.Parse(text)
		if errs != nil {
			t.Fatal(errs)
		}
		add(s)
	}
	for seed := range uint64(60) {
		add(parsed(t, randomStory(rand.New(rand.NewPCG(seed, 5)))))
	}
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 6))
		add(withRandomOrder(t, r, randomStory(r)))
	}
	return variants
}

// withRandomOrder returns the scenario of a story with an order of twenty random
// turns.
func withRandomOrder(t *testing.T, r *rand.Rand, story string) *scenario.Scenario {
	t.Helper()
	untimed := &parsed(t, story+`, 'order': ['crash']`).Variants[0]
	p := newPlayer(untimed)
	var turns []string
	for range 20 {
		open := p.m.Choices(p.w, engine.AllowAll, nil)
		c := open[r.IntN(len(open))]
		turns = append(turns, `'`+p.describe(c)+`'`)
		if err := p.follow([]scenario.OrderItem{p.rec.c.Turn(p.w, c)}); err != nil {
			t.Fatal(err)
		}
	}
	return parsed(t, story+`, 'order': [`+strings.Join(turns, ", ")+`]`)
}

// A setting that is said not to matter changes nothing. TestEverySettingHasAFact
// shows that each one matters somewhere.
func TestSettingsMatterOnlyWhereTheySay(t *testing.T) {
	all := settings()
	for i, variant := range variantsToTry(t) {
		before := happened(variant)
		if len(before) > 100_000 {
			continue // it would take too long
		}
		for j, d := range all {
			if uint64(i+j)%stride() == 0 && !d.Matters(variant) && changes(t, variant, before, &d) {
				t.Errorf("%s is said not to matter, and does in %s", d.Path, variant.Tree.AppendCanonical(nil))
			}
		}
	}
}
