package diagram

import (
	"strings"
	"unicode"
)

// widthOf returns the estimated width of a character in the sans-serif fonts
// of today's systems, in thousandths of the font size. An estimate is enough
// to break lines and to place lifelines, and it is the same on every machine.
func widthOf(r rune) int {
	switch r {
	case 'i', 'l', 'j', '\'', '.', ',', ':', '|', '!':
		return 290
	case 'f', 't', 'r', ' ', '(', ')', '-', '/', '"':
		return 390
	case 'm', 'w', 'M', 'W', '…', '@', '%':
		return 860
	}
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return 590
	case r >= 0x1100: // East Asian letters and pictures
		return 1000
	case r > unicode.MaxLatin1 || r == '_' || unicode.IsUpper(r):
		return 680
	}
	return 590
}

// boldSize is the size of regular letters that are as wide as bold ones.
const boldSize = textSize * 1.12

// textWidth returns the estimated width of a text in pixels.
func textWidth(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += widthOf(r)
	}
	return float64(sum) * size / 1000
}

// fit shortens a text to a width in pixels, with an ellipsis.
func fit(s string, size, width float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	end, room := 0, width-textWidth("…", size)
	for i, r := range s {
		room -= float64(widthOf(r)) * size / 1000
		if room < 0 && i > 0 {
			break
		}
		end = i + len(string(r))
	}
	return s[:end] + "…"
}

// wrap puts the parts of a text into at most a number of lines of a width in
// pixels, and shortens what does not fit.
func wrap(parts []string, size, width float64, most int) []string {
	var lines []string
	line := ""
	for _, part := range parts {
		if line != "" && len(lines) < most-1 && textWidth(strings.TrimPrefix(line+part, " "), size) > width {
			lines, line = append(lines, line), ""
		}
		line += part
	}
	lines = append(lines, line)
	for i := range lines {
		lines[i] = fit(strings.TrimPrefix(lines[i], " "), size, width)
	}
	return lines
}

// partsOf splits a text where a line may break. A space belongs to the word
// after it.
func partsOf(s string) []string {
	var out []string
	runes := []rune(s)
	start := 0
	for i := 1; i < len(runes); i++ {
		camel := unicode.IsUpper(runes[i]) && unicode.IsLower(runes[i-1]) ||
			i+1 < len(runes) && unicode.IsUpper(runes[i]) && unicode.IsUpper(runes[i-1]) && unicode.IsLower(runes[i+1])
		if runes[i] == ' ' || camel || runes[i-1] == '_' || runes[i-1] == '-' {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return append(out, string(runes[start:]))
}

// hyphenate breaks words that are too wide for a line.
func hyphenate(words []string, size, width float64) []string {
	var out []string
	for _, word := range words {
		rest := strings.TrimPrefix(word, " ")
		space := word[:len(word)-len(rest)]
		for textWidth(rest, size) > width {
			at := syllable(rest, size, width)
			if at == 0 {
				break
			}
			out = append(out, space+rest[:at]+"-")
			space, rest = "", rest[at:]
		}
		out = append(out, space+rest)
	}
	return out
}

// syllable returns where to break a word that is too wide for a line, 0 for
// nowhere: before a consonant that a vowel follows, as close to the middle as
// possible, or else at the end of the line.
func syllable(word string, size, width float64) int {
	runes := []rune(word)
	best, fits, at := 0, 0, 0
	for i := 0; i+2 < len(runes); i++ {
		at += len(string(runes[i]))
		if textWidth(word[:at]+"-", size) > width {
			break
		}
		fits = at
		if i > 0 && !isVowel(runes[i+1]) && isVowel(runes[i+2]) && (best == 0 || 2*at-len(word) < len(word)-2*best) {
			best = at
		}
	}
	if best == 0 {
		return fits
	}
	return best
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouyäöü", unicode.ToLower(r)) }
