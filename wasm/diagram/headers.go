package diagram

import (
	"math"
	"strings"
)

// Sizes of headers in pixels.
const (
	headerPadding    = 2.0
	maxHeaderWidth   = 112.0
	usualHeaderWidth = 52.0 // the least width where there is room
	minHeaderWidth   = 34.0 // the least width to which a name is cut
	headerSpace      = 4.0  // between two headers
	maxHeaderLines   = 6
	headerNarrow     = 11.0 / 12 // size of the letters on small screens, as a part of the usual one
)

// setHeaders gives each header the width that its name needs on a number of
// lines. Where that is too much in all, it lowers the greatest width until
// they fit, and in the end widens the picture. Bars reach to the right of the last
// lifeline by beyond.
func (c *columns) setHeaders(lines int, beyond float64) {
	n := len(c.names)
	names := make([]float64, n)
	for i := range names {
		names[i] = narrowest(partsOf(c.names[i]), lines, c.headerSize()) + 2*c.headerPadding()
	}
	c.width = make([]float64, n)
	c.right = float64(c.opt.Width)
	for _, least := range []float64{usualHeaderWidth, 0} {
		for most := maxHeaderWidth; most >= max(least, minHeaderWidth); most-- {
			for i, name := range names {
				c.width[i] = max(min(name, most), least)
			}
			if c.headersEnd(beyond) <= c.right {
				return
			}
		}
	}
	c.right = math.Ceil(c.headersEnd(beyond))
}

// headersEnd returns where the last header ends if all stand close together.
func (c *columns) headersEnd(beyond float64) float64 {
	last := c.width[len(c.width)-1]
	return c.firstAt() - c.width[0]/2 + sum(c.width) + float64(len(c.width)-1)*headerSpace + max(beyond-last/2, 0) + 2
}

// headerPadding returns the space beside a name.
func (c *columns) headerPadding() float64 {
	if c.opt.Narrow {
		return headerPadding / 2
	}
	return headerPadding
}

// firstAt returns where the first lifeline stands. Its header may stand above
// the times.
func (c *columns) firstAt() float64 { return max(c.width[0]/2+2, c.left+barWidth) }

// narrowest returns the least width that parts of a name need on a number of
// lines.
func narrowest(parts []string, lines int, size float64) float64 {
	width := textWidth(strings.TrimPrefix(strings.Join(parts, ""), " "), size) + 0.5 // against rounding
	for i := 1; i < len(parts) && lines > 1; i++ {
		width = min(width, max(narrowest(parts[:i], 1, size), narrowest(parts[i:], lines-1, size)))
	}
	return width
}

// headerLines returns the name of a column in lines that fit its header.
func (c *columns) headerLines(col int) []string {
	width := c.width[col] - 2*c.headerPadding()
	return wrap(hyphenate(partsOf(c.names[col]), c.headerSize(), width), c.headerSize(), width, maxHeaderLines)
}

// headerSize returns the size of regular letters that are as wide as those of
// headers.
func (c *columns) headerSize() float64 {
	if c.opt.Narrow {
		return boldSize * headerNarrow
	}
	return boldSize
}

func (c *columns) headerHeight() int {
	most := 1
	for i := range c.names {
		most = max(most, len(c.headerLines(i)))
	}
	return int(float64(most)*lineHeight + 13)
}
