package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

const (
	// progressEvery is how often progress is shown.
	progressEvery = 100 * time.Millisecond
	// progressWidth is how many characters of progress are shown, so that they are one
	// line of any terminal.
	progressWidth = 78
)

// progress is a line on a terminal that is written over and over.
type progress struct {
	to    io.Writer // nil if nobody sees it
	next  time.Time // when it is written again
	width int       // of what is there now, in characters
}

// terminal returns a stream if it is a terminal, else nil.
func terminal(stream io.Writer) io.Writer {
	if f, ok := stream.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return stream
		}
	}
	return nil
}

// show writes the line, unless that was done just now.
func (p *progress) show(line string) {
	if now := time.Now(); p.to != nil && now.After(p.next) {
		p.next = now.Add(progressEvery)
		p.write(line)
	}
}

// clear removes the line.
func (p *progress) clear() {
	if p.width > 0 {
		p.write("")
		io.WriteString(p.to, "\r")
	}
}

func (p *progress) write(line string) {
	if runes := []rune(line); len(runes) > progressWidth {
		line = string(runes[:progressWidth])
	}
	width := utf8.RuneCountInString(line)
	io.WriteString(p.to, "\r"+line+strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// extentSoFar returns a line about how far the exploration of a variant has come.
func extentSoFar(e *view.Explored, since time.Duration) string {
	far := e.Survey.Progress()
	line := fmt.Sprintf("%s: %s, %.0f s", oneLine(e.Name), scenario.Counted(far.States, "state"), since.Seconds())
	if far.Tries > 0 {
		line += fmt.Sprintf(", shortening counterexamples: %d of %d", far.Tried, far.Tries)
	}
	return line
}
