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

// addServiceWorker adds the script that keeps the page for times without a
// network. It holds the version and the hash of each file that it keeps.
func (s *site) addServiceWorker(root string) error {
	web, err := filepath.Abs(filepath.Join(root, "web"))
	if err != nil {
		return err
	}
	kept := map[string]string{}
	for name, content := range s.files {
		if s.keptOffline(name) {
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

// keptOffline reports whether the page needs a file without a network: neither the
// plain program, if there is the packed one, nor files that a reader downloads.
func (s *site) keptOffline(name string) bool {
	if name == plainProgram {
		return s.files[packedProgram] == nil
	}
	return !strings.HasPrefix(name, "presets/") && !strings.HasPrefix(name, "examples/") && name != nojekyll && name != oneFile && !strings.HasSuffix(name, ".schema.json")
}

// integrity returns the hash of a content, as browsers check it.
func integrity(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
