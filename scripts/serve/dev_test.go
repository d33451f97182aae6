package main

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// events sends the data of the server's events to a channel.
func events(t *testing.T, url string) <-chan string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	received := make(chan string)
	go func() {
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			if data, isData := strings.CutPrefix(lines.Text(), "data: "); isData {
				select {
				case received <- data:
				case <-t.Context().Done():
					return
				}
			}
		}
	}()
	return received
}

func TestPagesReloadAfterABuildThatSucceeds(t *testing.T) {
	root := t.TempDir()
	source := filepath.Join(root, "web", "main.js")
	write := func(text string) {
		// Renaming shows no half-written file.
		part := filepath.Join(filepath.Dir(source), ".part")
		if err := errors.Join(os.WriteFile(part, []byte(text), 0o644), os.Rename(part, source)); err != nil {
			t.Error(err)
		}
	}
	if err := os.Mkdir(filepath.Dir(source), 0o755); err != nil {
		t.Fatal(err)
	}
	write("1")
	builds := make(chan string)
	d := newDevServer(served(t, "/x/"), func(context.Context) error {
		content, _ := os.ReadFile(source)
		builds <- string(content)
		if string(content) == "wrong" {
			return errors.New("wrong")
		}
		return nil
	})
	go d.watch(t.Context(), root, stamps(root), time.Millisecond)
	server := httptest.NewServer(d)
	defer server.Close()
	received := events(t, server.URL+"/x/"+eventsPath)
	first := <-received

	write("wrong")
	if got := <-builds; got != "wrong" {
		t.Fatalf("built with %q", got)
	}
	write("right")
	if got := <-builds; got != "right" {
		t.Fatalf("built with %q", got)
	}
	if second := <-received; second == first {
		t.Errorf("both events have the data %s", first)
	}
	select {
	case third := <-received:
		t.Errorf("the build that failed was announced too: %s", third)
	default:
	}
	server.CloseClientConnections() // ends the events, for which Close would wait
}

func TestOnlyPagesThatMayConnectGetTheReloadScript(t *testing.T) {
	s := served(t, "/x/")
	for name, text := range map[string]string{
		"alone.html":      `<head><meta content="default-src 'none'"></head>`,
		"connecting.html": `<head><meta content="default-src 'none'; connect-src 'self'"></head>`,
	} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before := ask(s, "GET", "/x/connecting.html")
	d := newDevServer(s, nil)
	get := func(path string) string {
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Body.String()
	}
	const tag = `<script src="/x/dev/reload.js"></script>`
	if got := body(t, before); strings.Contains(got, tag) {
		t.Errorf("without -watch: %s", got)
	}
	if got := get("/x/connecting.html"); !strings.HasSuffix(got, tag+"</head>") {
		t.Errorf("a page that may connect: %s", got)
	}
	if got := get("/x/alone.html"); strings.Contains(got, tag) {
		t.Errorf("a page that may not connect: %s", got)
	}
	if got := get("/x/dev/reload.js"); got != reloadScript {
		t.Errorf("the script: %s", got)
	}
	if got := get("/x/sw.js"); got != noWorker {
		t.Errorf("the service worker: %s", got)
	}
}

func TestTestsAreNoSources(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"web/state/work.js", "web/state/work.test.js", "wasm/main.go", "wasm/main_test.go", "web/.work.js.swp", "README.md"} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := stamps(root)
	for _, name := range []string{"web/state/work.js", "wasm/main.go"} {
		if _, ok := all[filepath.Join(root, filepath.FromSlash(name))]; !ok || len(all) != 2 {
			t.Errorf("%s is not one of the two sources: %v", name, all)
		}
	}
}
