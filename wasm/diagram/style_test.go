package diagram

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// coloursOf returns the variables of a theme.
func coloursOf(theme Theme) map[string]string {
	start := map[Theme]string{Light: lightStart, Dark: darkStart}[theme]
	_, after, _ := strings.Cut(Style, start)
	variables, _, _ := strings.Cut(after, "}")
	out := map[string]string{}
	for _, found := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(variables, -1) {
		out[found[1]] = found[2]
	}
	return out
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Words can be read, and what is drawn can be seen, light and dark (WCAG 2.2,
// 1.4.3 and 1.4.11).
func TestColoursHaveContrast(t *testing.T) {
	for _, theme := range []Theme{Light, Dark} {
		colours := coloursOf(theme)
		check := func(least float64, on string, names ...string) {
			for _, name := range names {
				if got := contrast(colours[name], colours[on]); got < least {
					t.Errorf("theme %d: %s on %s has %.2f, not %.1f", theme, name, on, got, least)
				}
			}
		}
		for _, ground := range []string{"paper", "band"} {
			check(4.5, ground, "ink", "muted", "wait-write", "worker", "ahead-text", "held", "old", "crash")
			check(3, ground, "ahead")
		}
		check(4.5, "wait-write", "on-solid")
		check(4.5, "wait-read", "on-read")
		check(4.5, "crash", "paper")
	}
}
