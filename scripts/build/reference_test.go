package main

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/view"
)

// builtReference returns the page as it is before it has the version.
func builtReference(t *testing.T) string {
	t.Helper()
	s := &site{files: map[string][]byte{}}
	if err := s.addDocument(project, "reference.html", referenceParts()); err != nil {
		t.Fatal(err)
	}
	return string(s.files["reference.html"])
}

// Each example on the page is a valid scenario that can be run.
func TestTheExamplesOfTheReferenceRun(t *testing.T) {
	schema := compiledSchema(t)
	examples := map[string]string{"own": ownExample}
	for _, c := range chapters {
		if c.example == "" && len(c.fields) > 0 {
			t.Errorf("%q has no example", c.title)
		}
		if c.example != "" {
			examples[c.id] = c.example
		}
	}
	for id, fault := range faultExamples {
		examples["fault "+id] = `"faults": [` + fault.example + `]`
	}
	for id, example := range examples {
		document := exampleDocument(t, example)
		s, errs := scenario.Parse(document)
		if errs != nil {
			t.Errorf("%s: %v", id, errs)
			continue
		}
		if err := validate(schema, document); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if _, errs := view.PlayAll(s); errs != nil {
			t.Errorf("%s: %v", id, errs)
		}
		for i := range s.Variants {
			checkExpected(t, id, &s.Variants[i])
		}
	}
}

// checkExpected explores a variant that expects verdicts, and checks them.
func checkExpected(t *testing.T, id string, run *scenario.Variant) {
	if len(run.Expect) == 0 {
		return
	}
	explorer, err := explore.New(run)
	if err != nil {
		t.Fatal(err)
	}
	for explorer.Advance(10_000) {
	}
	for _, expected := range run.Expect {
		for _, found := range explorer.Findings() {
			if found.Property.String() == expected.Property && found.Verdict.String() != expected.Verdict {
				t.Errorf("%s: %s is %s, not %s", id, expected.Property, found.Verdict, expected.Verdict)
			}
		}
	}
}

// The decoder accepts every form of a turn.
func TestTheTurnsOfTheReferenceAreTurns(t *testing.T) {
	for _, turn := range turnDocs {
		form := strings.ReplaceAll(turn.form, "KEY", "k")
		s, errs := scenario.Parse([]byte(smallDocument(`"order": ["` + form + `"]`)))
		if errs != nil || s.Variants[0].Order[0].String() != form {
			t.Errorf("%s: %v", turn.form, errs)
		}
	}
}

// exampleDocument returns the scenario of an example, which leaves out some members.
func exampleDocument(t *testing.T, example string) []byte {
	t.Helper()
	if strings.HasPrefix(example, "{") {
		return []byte(example)
	}
	whole, err := jsontree.Parse([]byte(smallDocument("")))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := jsontree.Parse([]byte("{" + example + "}"))
	if err != nil {
		t.Fatalf("%s\n%v", example, err)
	}
	for _, m := range shown.Members {
		whole.Members = slices.DeleteFunc(whole.Members, func(o jsontree.Member) bool { return o.Name == m.Name })
		whole.Members = append(whole.Members, m)
	}
	return whole.AppendIndented(nil, "  ")
}

var (
	idsOfPage   = regexp.MustCompile(` id="([^"]*)"`)
	linksOfPage = regexp.MustCompile(` href="#([^"]*)"`)
)

func TestTheReferenceHasEverything(t *testing.T) {
	page := builtReference(t)
	ids := map[string]int{}
	for _, found := range idsOfPage.FindAllStringSubmatch(page, -1) {
		ids[html.UnescapeString(found[1])]++
	}
	for id, times := range ids {
		if times > 1 || strings.ContainsAny(id, " \t\n") {
			t.Errorf("the id %q stands %d times", id, times)
		}
	}
	for _, found := range linksOfPage.FindAllStringSubmatch(page, -1) {
		if ids[html.UnescapeString(found[1])] == 0 {
			t.Errorf("a link leads to %q, which is not there", found[1])
		}
	}
	for _, f := range scenario.Fields() {
		if ids[f.Path] == 0 {
			t.Errorf("%s is not there", f.Path)
		}
	}
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write} {
		for _, s := range strategy.Named(kind) {
			if ids[s.ID] == 0 {
				t.Errorf("the strategy %s is not there", s.ID)
			}
		}
	}
	for _, step := range allSteps() {
		if step.Doc() == "" || kindsOf(step) == "" {
			t.Errorf("the step %s is not explained", step)
		}
	}
	for _, kind := range scenario.FigureKinds() {
		if figureDocs[kind.Name] == "" {
			t.Errorf("the figure %s is not explained", kind.Name)
		}
	}
	for _, name := range scenario.RunFigures() {
		if _, isProperty := judge.Named(name); !isProperty && runFigureDocs[name] == "" {
			t.Errorf("the figure run.%s is not explained", name)
		}
	}
	for _, id := range scenario.FaultIDs() {
		if scenario.FaultDoc(id) == "" || faultExamples[id].example == "" {
			t.Errorf("the fault %s is not explained", id)
		}
	}
}

// The policy of the page allows only a style sheet and the icon.
func TestTheReferenceIsAPageOfTheSite(t *testing.T) {
	page := builtReference(t)
	if !strings.Contains(page, `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">`) {
		t.Error("it has another policy")
	}
	for _, unwanted := range []string{"<script", " style=", "<!--build:", "http:", "https:"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("it holds %q", unwanted)
		}
	}
}
