package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// addDocuments adds the pages without the engine: the reference, how to embed,
// and the article.
func (s *site) addDocuments(root string) error {
	pictures, err := s.articleParts()
	if err != nil {
		return err
	}
	example, err := exampleParts()
	if err != nil {
		return err
	}
	for name, parts := range map[string]map[string]string{"reference.html": referenceParts(), "embedding.html": example, "article.html": pictures} {
		if err := s.addDocument(root, name, parts); err != nil {
			return err
		}
	}
	return nil
}

// addDocument adds a page with its markers filled by parts.
func (s *site) addDocument(root, name string, parts map[string]string) error {
	page, err := os.ReadFile(filepath.Join(root, "web", name))
	if err != nil {
		return err
	}
	filled, err := fill(string(page), parts)
	if err != nil {
		return fmt.Errorf("web/%s: %w", name, err)
	}
	s.files[name] = []byte(filled)
	return nil
}
