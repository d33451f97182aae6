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

// site holds the files of the built site in memory, so that nothing is written
// before all of it could be built.
type site struct {
	options
	files   map[string][]byte // by the path, with slashes
	version string            // of the content: equal sites have equal versions
}

// options are the choices that a build leaves.
type options struct {
	tags string // build tags of the program
	pack bool   // pack the program, if xz is installed
}

// nojekyll tells GitHub Pages to serve the files as they are. It also marks a
// folder as written by this program.
const nojekyll = ".nojekyll"

// build builds the site from the checkout at root.
func build(root string, options options) (*site, error) {
	for _, dir := range []string{"wasm", "web"} {
		if _, err := os.Stat(filepath.Join(root, dir)); err != nil {
			return nil, fmt.Errorf("no folder %s here: run it from the project's own folder", dir)
		}
	}
	s := &site{options: options, files: map[string][]byte{nojekyll: nil}}
	for _, step := range []func(root string) error{s.addStatic, s.addProgram, s.addBundles, s.addPresets, s.addTruth, s.addPage, s.addSchema, s.addDocuments, s.addExamples} {
		if err := step(root); err != nil {
			return nil, err
		}
	}
	// The service worker holds the version, so it is added last; the version covers its source.
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

// versionOf returns a hash of names and contents that do not hold the version yet.
func versionOf(files map[string][]byte, serviceWorker []byte) string {
	all := sha256.New()
	all.Write(serviceWorker)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256(files[name])
		fmt.Fprintf(all, "%q %x\n", name, sum)
	}
	return hex.EncodeToString(all.Sum(nil))[:12]
}

// addStatic adds the files that need no building.
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

// write replaces the folder dir by the site: as a whole, so that a server never
// sees half of it.
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
	defer os.RemoveAll(fresh) // does nothing after the renaming
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

// checkReplaceable returns an error if the folder holds anything but a built site,
// so that a wrong -o deletes nothing else.
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
