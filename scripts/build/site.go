package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// site is all files of the built site, by their paths with slashes. It is made
// in memory, so that nothing is written before everything is known to work.
type site struct {
	files   map[string][]byte
	version string // of the content: equal sites have equal versions
	tags    string // of the program's build
	noLines bool   // the program's tables of its source's lines are dropped
}

// nojekyll tells GitHub Pages to serve the files as they are. It also marks a
// folder as one that this program has written.
const nojekyll = ".nojekyll"

// build makes the site from a checkout of the project, and its program with
// the given build tags.
func build(root, tags string) (*site, error) {
	for _, dir := range []string{"wasm", "web"} {
		if _, err := os.Stat(filepath.Join(root, dir)); err != nil {
			return nil, fmt.Errorf("no folder %s here: run it from the project's own folder", dir)
		}
	}
	s := &site{files: map[string][]byte{nojekyll: nil}, tags: tags}
	for _, step := range []func(root string) error{s.addStatic, s.addProgram, s.addBundles, s.addPresets, s.addPage, s.addSchema, s.addDocuments} {
		if err := step(root); err != nil {
			return nil, err
		}
	}
	// The service worker is written last, since it holds the version, but another one is another build.
	serviceWorker, err := os.ReadFile(filepath.Join(root, "web", "sw.js"))
	if err != nil {
		return nil, err
	}
	s.version = versionOf(s.files, serviceWorker)
	if err := s.stampVersion(); err != nil {
		return nil, err
	}
	if err := s.addOneFile(); err != nil {
		return nil, err
	}
	return s, s.addServiceWorker(root)
}

// versionOf hashes names and contents, before the version itself is in them.
func versionOf(files map[string][]byte, serviceWorker []byte) string {
	all := sha256.New()
	all.Write(serviceWorker)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256(files[name])
		fmt.Fprintf(all, "%q %x\n", name, sum)
	}
	return hex.EncodeToString(all.Sum(nil))[:12]
}

// addStatic takes the files that need no building as they are.
func (s *site) addStatic(root string) error {
	static := []string{".svg", ".png", ".jpg", ".webp", ".ico", ".woff2", ".webmanifest", ".txt"}
	web := os.DirFS(filepath.Join(root, "web"))
	return fs.WalkDir(web, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains(static, filepath.Ext(name)) {
			return err
		}
		s.files[name], err = fs.ReadFile(web, name)
		return err
	})
}

// write puts the site where what was built before stands: all of it or nothing,
// so that a server never sees half of it.
func (s *site) write(dir string) error {
	if err := checkReplaceable(dir); err != nil {
		return err
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(parent, ".build-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh) // nothing is left of it once it has its name
	if err := s.writeInto(fresh); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(fresh, dir)
}

func (s *site) writeInto(dir string) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	for name, content := range s.files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// checkReplaceable refuses to remove what this program has not written: a slip
// in -o must not cost anybody their files.
func checkReplaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case os.IsNotExist(err):
		return nil
	case err != nil:
		return err
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, nojekyll)); err != nil {
		return fmt.Errorf("%s holds something else than a built site (it has no %s): choose another folder, or empty it", dir, nojekyll)
	}
	return nil
}
