package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// addServiceWorker adds the script that keeps the page without a network. It
// knows the build, and the hash of each file that it keeps.
func (s *site) addServiceWorker(root string) error {
	web, err := filepath.Abs(filepath.Join(root, "web"))
	if err != nil {
		return err
	}
	kept := map[string]string{}
	for name, content := range s.files {
		if keptOffline(name) {
			kept[name] = integrity(content)
		}
	}
	build, err := json.Marshal(map[string]any{"version": s.version, "files": kept})
	if err != nil {
		return err
	}
	s.files["sw.js"], err = bundle(web, api.BuildOptions{
		Format:      api.FormatIIFE,
		EntryPoints: []string{filepath.Join(web, "sw.js")},
		Define:      map[string]string{"self.build": string(build)},
	})
	if err != nil {
		return fmt.Errorf("web/sw.js: %w", err)
	}
	return nil
}

// keptOffline says of a file whether the page needs it: not the program as it is
// for where the packed one cannot be had, nor what a reader takes away.
func keptOffline(name string) bool {
	return !strings.HasPrefix(name, "presets/") && name != nojekyll && name != "cacheplay.wasm" && name != oneFile &&
		!strings.HasSuffix(name, ".schema.json")
}

// integrity is the hash of a content, as browsers check it.
func integrity(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
