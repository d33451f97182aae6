package diagram

import "unicode"

// widths estimates how wide a character is, in thousandths of the font size, in
// the sans-serif fonts of today's systems. Estimates are enough: they decide
// where a line breaks and how far apart lifelines stand, and they are the same
// on every machine.
func widthOf(r rune) int {
	switch {
	case r == 'i' || r == 'l' || r == 'j' || r == '\'' || r == '.' || r == ',' || r == ':' || r == '|' || r == '!':
		return 290
	case r == 'f' || r == 't' || r == 'r' || r == ' ' || r == '(' || r == ')' || r == '-' || r == '/' || r == '"':
		return 390
	case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '…' || r == '@' || r == '%':
		return 860
	case unicode.IsUpper(r) || r == '_':
		return 680
	case r >= 0x1100: // East Asian letters and pictures
		return 1000
	}
	return 590
}

// textWidth estimates the width of a text in pixels.
func textWidth(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += widthOf(r)
	}
	return float64(sum) * size / 1000
}

// boldWidth estimates the width of a text in bold letters.
func boldWidth(s string, size float64) float64 { return textWidth(s, size) * 1.12 }

// fit shortens a text to a width in pixels, with an ellipsis.
func fit(s string, size, width float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes), size)+widthEllipsis*size > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

const widthEllipsis = 0.86

const maxLines = 4

// wrap breaks a name into at most four lines of a width in pixels, between
// words and inside CamelCase; what does not fit is shortened.
func wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range words(s) {
		if line != "" && textWidth(line+word, size) > width {
			lines = append(lines, line)
			line = ""
		}
		if line == "" && len(word) > 0 && word[0] == ' ' {
			word = word[1:]
		}
		line += word
	}
	lines = append(lines, line)
	if len(lines) > maxLines {
		for _, rest := range lines[maxLines:] {
			lines[maxLines-1] += rest
		}
		lines = lines[:maxLines]
	}
	for i := range lines {
		lines[i] = fit(lines[i], size, width)
	}
	return lines
}

// words splits a name where a line may break; a space stays with the word
// behind it.
func words(s string) []string {
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
