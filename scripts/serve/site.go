package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// site serves a folder under a path.
type site struct {
	dir    string
	base   string // begins and ends with a slash
	script string // is added to each page that may connect to the server, "" for none

	mu         sync.Mutex
	compressed map[string][]byte // by ETag
}

// newSite checks that there is a built site to serve.
func newSite(dir, base string) (*site, error) {
	if !strings.HasPrefix(base, "/") || path.Clean(base) != strings.TrimSuffix(base, "/") && base != "/" {
		return nil, fmt.Errorf(`-base: %q is not a path such as "/" or "/sub/path/"`, base)
	}
	s := &site{dir: dir, base: strings.TrimSuffix(base, "/") + "/", compressed: map[string][]byte{}}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: build the site first, with go run ./scripts/build -o %s", err, dir)
	}
	defer root.Close()
	_, err = policy(root)
	return s, err
}

// types are the media types of the files of a site, by extension. The tables of
// operating systems differ, and a browser runs no program or script of a wrong
// type.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
}

// packed are the extensions of files that are compressed already.
var packed = map[string]bool{".jpg": true, ".lzma": true, ".png": true, ".webp": true, ".woff2": true}

// ServeHTTP answers a request. It opens the folder each time, since a build
// replaces it.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are allowed", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path+"/" == s.base {
		redirect(w, r, s.base)
		return
	}
	name, inside := strings.CutPrefix(r.URL.Path, s.base)
	if !inside {
		http.Error(w, "the site is at "+s.base, http.StatusNotFound)
		return
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		http.Error(w, "there is no built site", http.StatusServiceUnavailable)
		return
	}
	defer root.Close()
	s.serveFile(w, r, root, name)
}

func redirect(w http.ResponseWriter, r *http.Request, to string) {
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	http.Redirect(w, r, to, http.StatusMovedPermanently)
}

// serveFile answers with a file, or with the index.html of a folder. The root
// refuses paths and links that lead out of it.
func (s *site) serveFile(w http.ResponseWriter, r *http.Request, root *os.Root, name string) {
	file := path.Clean(name)
	if info, err := root.Stat(file); err == nil && info.IsDir() {
		if name != "" && !strings.HasSuffix(name, "/") {
			redirect(w, r, s.base+file+"/")
			return
		}
		file = path.Join(file, "index.html")
	} else if strings.HasSuffix(name, "/") {
		http.NotFound(w, r)
		return
	}
	content, err := root.ReadFile(file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	allowed, err := policyFor(root, file, content)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	if s.script != "" && path.Ext(file) == ".html" && bytes.Contains(content, []byte("connect-src 'self'")) {
		content = bytes.Replace(content, []byte("</head>"), []byte(s.script+"</head>"), 1)
	}
	header := w.Header()
	header.Set("Content-Security-Policy", allowed)
	header.Set("Content-Type", typeOf(file))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache")
	header.Set("Vary", "Accept-Encoding")
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	if !packed[path.Ext(file)] && acceptsGzip(r) {
		tag = strings.TrimSuffix(tag, `"`) + `-gzip"`
		content = s.compress(tag, content)
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func typeOf(file string) string {
	if t, ok := types[path.Ext(file)]; ok {
		return t
	}
	return "application/octet-stream"
}

// acceptsGzip reports whether Accept-Encoding accepts gzip, which "gzip;q=0" does
// not.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		refused := strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") == "" && weight != ""
		if strings.TrimSpace(coding) == "gzip" && !refused {
			return true
		}
	}
	return false
}

// compress returns the compressed content, and keeps it for the next request.
func (s *site) compress(tag string, content []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.compressed[tag]; ok {
		return found
	}
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is a valid one
	w.Write(content)                                        // a buffer takes everything
	w.Close()
	s.compressed[tag] = out.Bytes()
	return out.Bytes()
}

// picturePolicy is the policy of a picture that is opened by itself. It has its
// style inside it.
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'"

// policyFor returns the policy of a file: a page states its own. Scripts have the
// first page's: a worker obeys the header of its script.
func policyFor(root *os.Root, file string, content []byte) (string, error) {
	switch path.Ext(file) {
	case ".svg":
		return picturePolicy, nil
	case ".html":
		if stated := statedIn(content); stated != "" {
			return stated, nil
		}
	}
	return policy(root)
}

var (
	metaTag          = regexp.MustCompile(`(?is)<meta\s[^>]*>`)
	policyAttribute  = regexp.MustCompile(`(?i)http-equiv\s*=\s*["']?Content-Security-Policy["'\s/>]`)
	contentAttribute = regexp.MustCompile(`(?is)\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// policy returns the policy of the first page.
func policy(root *os.Root) (string, error) {
	page, err := root.ReadFile("index.html")
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s has no index.html: build the site first, with go run ./scripts/build", root.Name())
	}
	if err != nil {
		return "", err
	}
	if stated := statedIn(page); stated != "" {
		return stated, nil
	}
	return "", errors.New(`index.html has no <meta http-equiv="Content-Security-Policy" content="...">, which every page of the site needs`)
}

// statedIn returns the policy that a page itself states, for hosts that send no
// headers, "" if there is none. Here it is sent as a header too.
func statedIn(page []byte) string {
	for _, tag := range metaTag.FindAll(page, -1) {
		if found := contentAttribute.FindSubmatch(tag); found != nil && policyAttribute.Match(tag) {
			return html.UnescapeString(string(append(found[1], found[2]...)))
		}
	}
	return ""
}
