package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// sources are the files and folders, in the project, that the site is built from.
var sources = []string{"go.mod", "scripts/build", "scripts/program", "wasm", "web"}

// pollInterval is the time between two looks at the sources.
const pollInterval = 300 * time.Millisecond

// The paths, under the base, that only a server with -watch has.
const (
	reloadPath = "dev/reload.js"
	eventsPath = "dev/events"
)

// reloadScript reloads its page when the server tells of another build than at
// first. EventSource connects again by itself if the server was restarted.
const reloadScript = `let first;
new EventSource(new URL('events', document.currentScript.src)).onmessage = ({data}) => {
  first ??= data;
  if (data !== first) location.reload();
};
`

// noWorker takes the place of the service worker, which would answer with the files
// of an earlier build.
const noWorker = `addEventListener('install', () => skipWaiting());
addEventListener('activate', () => registration.unregister());
`

// devServer serves a site, builds it when a source changes, and has its pages
// reload then.
type devServer struct {
	*site
	build func(context.Context) error

	mu    sync.Mutex
	last  time.Time     // of the last successful build
	built chan struct{} // closed by the next successful build
}

// buildCommand returns a function that builds the site into dir.
func buildCommand(dir string, stdout, stderr io.Writer) func(context.Context) error {
	return func(ctx context.Context) error {
		cmd := exec.CommandContext(ctx, "go", "run", "./scripts/build", "-pack=false", "-o", dir)
		cmd.Stdout, cmd.Stderr = stdout, stderr
		return cmd.Run()
	}
}

// newDevServer changes the site so that its pages load the reload script, if their
// policy lets it connect to the server.
func newDevServer(s *site, build func(context.Context) error) *devServer {
	s.script = `<script src="` + s.base + reloadPath + `"></script>`
	return &devServer{site: s, build: build, last: time.Now(), built: make(chan struct{})}
}

func (d *devServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	script := ""
	switch strings.TrimPrefix(r.URL.Path, d.base) {
	case eventsPath:
		d.serveEvents(w, r)
		return
	case reloadPath:
		script = reloadScript
	case "sw.js":
		script = noWorker
	default:
		d.site.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", types[".js"])
	w.Header().Set("Cache-Control", "no-store")
	io.WriteString(w, script)
}

// serveEvents sends the time of the last build, at once and after each build,
// until the client closes the connection.
func (d *devServer) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		d.mu.Lock()
		last, built := d.last, d.built
		d.mu.Unlock()
		fmt.Fprintf(w, "data: %d\n\n", last.UnixNano())
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
		select {
		case <-built:
		case <-r.Context().Done():
			return
		}
	}
}

// watch builds the site each time a source under root differs from seen, until ctx
// is done. A build that fails has printed why; the site stays as it was.
func (d *devServer) watch(ctx context.Context, root string, seen map[string]stamp, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := stamps(root)
		if maps.Equal(now, seen) {
			continue
		}
		seen = now
		if d.build(ctx) == nil {
			d.mu.Lock()
			d.last = time.Now()
			close(d.built)
			d.built = make(chan struct{})
			d.mu.Unlock()
		}
	}
}

// stamp changes when a file changes.
type stamp struct {
	modified time.Time
	size     int64
}

// stamps returns the stamps of all sources under root that are in the site.
func stamps(root string) map[string]stamp {
	all := map[string]stamp{}
	for _, source := range sources {
		filepath.WalkDir(filepath.Join(root, source), func(path string, entry fs.DirEntry, err error) error {
			name := filepath.Base(path)
			isTest := strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".test.js")
			if err != nil || entry.IsDir() || isTest || strings.HasPrefix(name, ".") {
				return nil // a file may vanish while an editor saves it
			}
			if info, err := os.Stat(path); err == nil {
				all[path] = stamp{info.ModTime(), info.Size()}
			}
			return nil
		})
	}
	return all
}
