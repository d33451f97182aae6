package play

import (
	"math/rand/v2"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// turns returns the text of an order.
func turns(items []scenario.OrderItem) string {
	var out []string
	for _, item := range items {
		out = append(out, item.String())
	}
	return strings.Join(out, " ")
}

func TestTurns(t *testing.T) {
	variant := &parsed(t, race+`'order': ['C1/1', 'C2/1']`).Variants[0]
	for taken, want := range []string{
		"C1/1/cache.get C1/1/cache.get!cache-lost C1/1/cache.get!cache-error C2/1/source.save C2/1/source.save!source-error C2/1/source.save!source-refuse C2/1/source.save!source-timeout C2/1/source.save!source-late send/C2/1 outage crash down crash-client/1 crash-client/2",
		"C1/1/source.read C1/1/source.read!source-error C2/1/source.save C2/1/source.save!source-error C2/1/source.save!source-refuse C2/1/source.save!source-timeout C2/1/source.save!source-late send/C2/1 outage crash down crash-client/1 crash-client/2",
	} {
		if got := turns(Turns(variant, taken)); got != want {
			t.Errorf("after %d turns\n got %s\nwant %s", taken, got, want)
		}
	}
}

func TestPlayable(t *testing.T) {
	const (
		whole  = `'order': ['C1/1', 'C1/1', 'C1/1', 'C2/1', 'C2/1', 'C2/2', 'C2/2', 'C2/2']`
		behind = `'write': 'write-behind', 'clients': [{'ops': [{'op': 'edit', 'key': 'k'}]}], 'order': ['C1/1', 'worker/1', 'worker/1', 'worker/1']`
	)
	for _, row := range []struct{ fact, story, changed, want string }{
		{
			fact:    "what still fits stays as it is",
			story:   race + whole,
			changed: "crash C1/1 C2/1",
			want:    "crash C1/1 C2/1 C1/1/source.read C1/1/cache.set C2/1/cache.delete C2/2/cache.get C2/2/source.read C2/2/cache.set",
		},
		{
			fact:    "a story that was cut short stays so",
			story:   race + `'order': ['C1/1', 'C2/1']`,
			changed: "crash C1/1 C2/1",
			want:    "crash C1/1 C2/1",
		},
		{
			fact:    "who is at another step takes that",
			story:   race + `'order': ['C1/1']`,
			changed: "C1/1 C1/1/cache.set",
			want:    "C1/1 C1/1",
		},
		{
			fact:    "who has nothing to do is left out",
			story:   race + `'order': ['C1/1']`,
			changed: "C2/1/source.save!source-error C2/1/cache.delete C2/2/cache.get worker/1",
			want:    "C2/1/source.save!source-error C2/2/cache.get",
		},
		{
			fact:    "what is refused for good is not tried for ever",
			story:   behind,
			changed: "C1/1 worker/1 worker/1/source.save!source-refuse worker/1",
			want:    "C1/1 worker/1 worker/1/source.save!source-refuse worker/1 worker/1/source.save",
		},
	} {
		variant := &parsed(t, row.story).Variants[0]
		s := parsed(t, row.story[:strings.Index(row.story, `'order'`)]+`'order': ['`+strings.ReplaceAll(row.changed, " ", "', '")+`']`)
		got := Playable(variant, s.Variants[0].Order)
		if turns(got) != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.fact, turns(got), row.want)
		}
	}
}

// Whatever turn of an order is replaced, Playable makes an order that can be run.
func TestPlayableIsPlayed(t *testing.T) {
	for seed := range cases(200) {
		dice := rand.New(rand.NewPCG(seed, 9))
		variant := withRandomOrder(t, dice, randomStory(dice)).Variants[0]
		at := dice.IntN(len(variant.Order))
		open := Turns(&variant, at)
		changed := append(append(append([]scenario.OrderItem(nil), variant.Order[:at]...), open[dice.IntN(len(open))]), variant.Order[at:]...)
		order := Playable(&variant, changed)
		variant.Order = order
		if _, errs := Run(&variant); errs != nil {
			t.Errorf("seed %d: %v", seed, errs)
		}
		if turns(order[:at+1]) != turns(changed[:at+1]) {
			t.Errorf("seed %d: the first turns are %s, not %s", seed, turns(order[:at+1]), turns(changed[:at+1]))
		}
	}
}
