package scenario

import (
	"reflect"
	"testing"
)

func TestText(t *testing.T) {
	wait := &Figure{Client: 1, Op: 1, Name: "wait", Path: []string{}}
	held := &Figure{Client: 1, Op: 1, Name: "held", Path: []string{}}
	hit := &Figure{Client: 1, Op: 2, Name: "hit", Path: []string{}}
	for _, test := range []struct {
		text string
		want []Piece
	}{
		{``, nil},
		{`plain | text?`, []Piece{{Literal: "plain | text?"}}},
		{`{{a}}`, []Piece{{Literal: "{a}"}}},
		{`in {write.wait}!`, []Piece{{Literal: "in "}, {Figure: wait}, {Literal: "!"}}},
		{`{ C1/1.wait }{source.lag}`, []Piece{{Figure: wait}, {Figure: held}}},
		{`{read.hit ? old {write.wait} | {write.wait}}.`, []Piece{
			{Figure: hit, Choice: true, Then: []Piece{{Literal: "old "}, {Figure: wait}}, Else: []Piece{{Figure: wait}}}, {Literal: "."}}},
		{`{read.hit?|{{}`, []Piece{{Figure: hit, Choice: true, Else: []Piece{{Literal: "{"}}}}},
		{`{read.value.amount.0}`, []Piece{{Figure: &Figure{Client: 1, Op: 2, Name: "value", Path: []string{"amount", "0"}}}}},
		{`{source.value.k}`, []Piece{{Figure: &Figure{Of: OfSource, Name: "value", Key: "k", Path: []string{}}}}},
		{`{cache.value."a \"}?.b".c}`, []Piece{{Figure: &Figure{Of: OfCache, Name: "value", Key: `a "}?.b`, Path: []string{"c"}}}}},
	} {
		r := &reader{}
		variant := decoded(t, document(`"source": {"records": {"a \"}?.b": 1}}`)).Variants[0]
		if got := r.parseText("text", test.text, &variant); len(r.errs) > 0 || len(got)+len(test.want) > 0 && !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, %v", test.text, got, r.errs)
		}
	}
}

func TestTextErrors(t *testing.T) {
	const figures = "such as {write.wait}, {read.value.amount}, {C2/1.wait}, {source.value.KEY}, {cache.value.KEY} or {run.reads}"
	for _, test := range []struct{ text, want string }{
		{`{`, `"{" has no closing "}": write "{{" for a brace`},
		{`a } b`, `a "}" without its "{": write "}}" for a brace`},
		{`{}`, `"" is not a figure ` + figures},
		{`{write}`, `"write" is not a figure ` + figures},
		{`{write.wait ms}`, `"write.wait ms" is not a figure ` + figures},
		{`{source.size}`, `"source.size" is not a figure ` + figures},
		{`{write.speed}`, `"write.speed" is not a figure of a write: it has "wait", "outcome", "value", "lag", "called", "held", "ok", "lost", "times", "twice"`},
		{`{read.lag}`, `"read.lag" is not a figure of a read: it has "wait", "outcome", "value", "from", "hit", "stale", "ok"`},
		{`{write.wait.x}`, `"write.wait.x" is not a figure of a write: it has "wait", "outcome", "value", "lag", "called", "held", "ok", "lost", "times", "twice"`},
		{`{C1/3.wait}`, `"C1/3.wait" is a figure of an operation that the scenario does not have`},
		{`{cache.value.x}`, `"cache.value.x" names a key that neither an operation nor source.records has`},
		{`{read.hit}`, `"read.hit" is yes or no: write {read.hit ? one text | another}`},
		{`{read.wait ? a | b}`, `"read.wait" is not yes or no: only "hit", "stale", "ok", "lost", "twice" and a property of the run such as "run.durable" can stand before "?"`},
		{`{read.hit ? a}`, `the choice by "read.hit" has no second text: write {read.hit ? one text | another}`},
		{`{read.hit ? a | b | c}`, `the choice by "read.hit" does not end after its second text: write {read.hit ? one text | another}`},
		{`{read.hit ? a | b`, `the choice by "read.hit" does not end after its second text: write {read.hit ? one text | another}`},
		{`{read.hit ? {read.stale ? a | b} | c}`, `"read.stale" chooses inside a choice: a choice holds texts and figures only`},
	} {
		r := &reader{}
		variant := decoded(t, document("")).Variants[0]
		if r.parseText("text", test.text, &variant); r.errs.Error() != "text: "+test.want {
			t.Errorf("%s\n got %v\nwant %s", test.text, r.errs, test.want)
		}
	}
}
