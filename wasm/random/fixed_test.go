package random

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"
)

// Same bits everywhere: nothing that runs touches a float, nor a package that
// might.
func TestNoFloatingPoint(t *testing.T) {
	files := token.NewFileSet()
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if i.Path.Value != `"math/bits"` {
				t.Errorf("%s imports %s", files.Position(i.Pos()), i.Path.Value)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			id, isName := n.(*ast.Ident)
			literal, isLiteral := n.(*ast.BasicLit)
			if isName && strings.HasPrefix(id.Name, "float") || isLiteral && literal.Kind == token.FLOAT {
				t.Errorf("%s: floating point", files.Position(n.Pos()))
			}
			return true
		})
	}
}

func TestLog2IsRight(t *testing.T) {
	for _, x := range []uint64{1, 2, 3, 1 << 32, 1 << 63, math.MaxUint64} {
		checkLog2(t, x)
	}
	s := NewStream(1, "log2")
	for range 10_000 {
		checkLog2(t, s.Uint64()>>s.Below(64)|1)
	}
}

func checkLog2(t *testing.T, x uint64) {
	t.Helper()
	got := float64(log2(x)) / one
	if want := math.Log2(float64(x)); math.Abs(got-want) > 2e-9 {
		t.Errorf("log2(%d) = %.12f, want %.12f", x, got, want)
	}
	if log2(x) > 64*one {
		t.Errorf("log2(%d) is above 64", x)
	}
}

func TestExp2IsRight(t *testing.T) {
	check := func(fraction uint32) {
		t.Helper()
		got := float64(exp2(fraction)) / one
		if want := math.Exp2(float64(fraction) / one); math.Abs(got-want) > 1e-9 {
			t.Errorf("2^%.12f = %.12f, want %.12f", float64(fraction)/one, got, want)
		}
	}
	check(0)
	check(math.MaxUint32)
	s := NewStream(1, "exp2")
	for range 10_000 {
		check(uint32(s.Uint64()))
	}
}

// The error of a deviate is that of its probability, divided by the density.
func TestUpperTailIsRight(t *testing.T) {
	worst := 0.0
	check := func(w uint64) {
		t.Helper()
		z, p := float64(upperTail(w))/one, math.Ldexp(float64(w), -65)
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		off := math.Abs(math.Erfc(z/math.Sqrt2)/2-p) / density
		if worst = max(worst, off); off > 1e-6 || z < 0 {
			t.Errorf("exceeded with probability %g: %.9f is wrong by %g", p, z, off)
		}
	}
	for octave := range 64 {
		first := uint64(1) << octave
		for step := range uint64(512) {
			check(first | step<<55>>(64-octave))
		}
		check(first<<1 - 1)
	}
	t.Logf("the worst error of a deviate is %.2g", worst)
}

func TestScaleRoundsAndStopsAtMax(t *testing.T) {
	for _, c := range []struct {
		name       string
		ns, factor uint64
		fraction   int
		want       int64
	}{
		{name: "nothing", ns: 0, factor: 1 << 62, fraction: 1, want: 0},
		{name: "one", ns: 10, factor: 1 << 57, fraction: 57, want: 10},
		{name: "just below a half", ns: 1, factor: 1<<56 - 1, fraction: 57, want: 0},
		{name: "a half", ns: 1, factor: 1 << 56, fraction: 57, want: 1},
		{
			name:     "exactly one word",
			ns:       1 << 59,
			factor:   1 << 60,
			fraction: 64,
			want:     1 << 55,
		},
		{
			name:     "a half across the words",
			ns:       1 << 30,
			factor:   1 << 33,
			fraction: 64,
			want:     1,
		},
		{
			name:     "a half in the high word",
			ns:       1 << 40,
			factor:   1 << 40,
			fraction: 81,
			want:     1,
		},
		{
			name:     "less than a half in the high word",
			ns:       1 << 40,
			factor:   1<<40 - 1<<39,
			fraction: 81,
			want:     0,
		},
		{
			name:     "less than any fraction",
			ns:       Max,
			factor:   1 << 62,
			fraction: 200,
			want:     0,
		},
		{name: "just Max", ns: Max, factor: 1 << 57, fraction: 57, want: Max},
		{
			name:     "above Max in the low word",
			ns:       Max,
			factor:   1<<57 + 1<<50,
			fraction: 57,
			want:     Max,
		},
		{
			name:     "above Max in the high word",
			ns:       Max,
			factor:   1 << 62,
			fraction: 57,
			want:     Max,
		},
		{
			name:     "above Max by far",
			ns:       1<<63 - 1,
			factor:   1<<63 - 1,
			fraction: 62,
			want:     Max,
		},
	} {
		if got := scale(c.ns, c.factor, c.fraction); got != c.want {
			t.Errorf("%s: scale(%d, %d, %d) = %d, want %d", c.name, c.ns, c.factor, c.fraction, got, c.want)
		}
	}
}
