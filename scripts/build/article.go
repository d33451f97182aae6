package main

import (
	"html"

	"cacheplay/wasm/view"
)

// articleStories are the ids of the presets that the article page embeds.
var articleStories = []string{"write-through", "bank-peak", "write-around"}

// articleParts returns the placeholder of each preset in the article.
func (s *site) articleParts() (map[string]string, error) {
	parts := map[string]string{}
	for _, id := range articleStories {
		placeholder, err := placeholderOf(id, true)
		if err != nil {
			return nil, err
		}
		placeholder.Unstyled = true // article.css has what would be written into its elements
		parts[id] = placeholder.HTML()
	}
	return parts, nil
}

// exampleParts returns a placeholder as the page about embedding shows it, as text.
func exampleParts() (map[string]string, error) {
	p, err := examplePlaceholder()
	return map[string]string{"placeholder": html.EscapeString(p.HTML())}, err
}

// examplePlaceholder returns the placeholder that authors are shown.
func examplePlaceholder() (view.Placeholder, error) {
	p, err := placeholderOf("write-behind", true)
	p.Site = "https://YOUR-SITE/"
	return p, err
}

// placeholderOf returns the placeholder of a preset, with its question or without.
func placeholderOf(id string, asks bool) (view.Placeholder, error) {
	story, err := loadPreset(id)
	if err != nil {
		return view.Placeholder{}, err
	}
	return view.PlaceholderOf(id, story, asks)
}
