package diagram

import (
	"math"
	"strings"
)

// sizes of headers in pixels.
const (
	headerPadding   = 2.0
	headerMost      = 112.0
	headerUsual     = 52.0 // as narrow as one is that has room
	headerLeast     = 34.0 // as narrow as a name is made
	headerSpace     = 4.0  // between two headers
	headerLinesMost = 6
	headerNarrow    = 11.0 / 12 // smaller letters on small screens
)

// setHeaders gives each header the width that its name needs on so many lines;
// where they have not room all, none is wider than so much that they have. What
// is still too much makes the picture wider. Bars reach so far beyond the last
// lifeline.
func (c *columns) setHeaders(lines int, beyond float64) {
	n := len(c.names)
	names := make([]float64, n)
	for i := range names {
		names[i] = narrowest(partsOf(c.names[i]), lines, c.headerSize()) + 2*c.headerPadding()
	}
	c.width = make([]float64, n)
	c.right = float64(c.opt.Width)
	for _, least := range []float64{headerUsual, 0} {
		for most := headerMost; most >= max(least, headerLeast); most-- {
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

// headersEnd returns where the last header ends if they stand close.
func (c *columns) headersEnd(beyond float64) float64 {
	last := c.width[len(c.width)-1]
	return c.firstAt() - c.width[0]/2 + sum(c.width) + float64(len(c.width)-1)*headerSpace + max(beyond-last/2, 0) + 2
}

// headerPadding is the space beside a name.
func (c *columns) headerPadding() float64 {
	if c.opt.Narrow {
		return headerPadding / 2
	}
	return headerPadding
}

// firstAt returns where the first lifeline stands: its header may reach over
// the times.
func (c *columns) firstAt() float64 { return max(c.width[0]/2+2, c.left+barWidth) }

// narrowest returns the width that parts of a name need on so many lines.
func narrowest(parts []string, lines int, size float64) float64 {
	width := textWidth(strings.TrimPrefix(strings.Join(parts, ""), " "), size) + 0.5 // of rounding
	for i := 1; i < len(parts) && lines > 1; i++ {
		width = min(width, max(narrowest(parts[:i], 1, size), narrowest(parts[i:], lines-1, size)))
	}
	return width
}

// headerLines breaks the name of a column so that it fits its header.
func (c *columns) headerLines(col int) []string {
	width := c.width[col] - 2*c.headerPadding()
	return wrap(hyphenate(partsOf(c.names[col]), c.headerSize(), width), c.headerSize(), width, headerLinesMost)
}

// headerSize is the size of plain letters that are as wide as those of headers.
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
