package jsontree

import "strconv"

// maxPathName is how many characters of a name a path shows. It bounds what an
// error can weigh: a name may be as long as the text.
const maxPathName = 64

// Join returns the path of the member name of the object at path, as JavaScript
// would write it: Join("cache", "ttl") is cache.ttl, Join("labels", "a b") is
// labels["a b"]. The path of the whole text is "". Paths are for people: a name
// of more than 64 characters is cut and ends with an ellipsis.
func Join(path, name string) string {
	name = clip(name, maxPathName)
	if !isIdentifier(name) {
		return path + "[" + string(AppendString(nil, name)) + "]"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// Index returns the path of item i, from 0, of the array at path:
// Index("clients", 0) is clients[0].
func Index(path string, i int) string {
	return path + "[" + strconv.Itoa(i) + "]"
}

// isIdentifier reports whether JavaScript takes name after a dot, for names of
// ASCII characters.
func isIdentifier(name string) bool {
	for i := 0; i < len(name); i++ {
		c := name[i]
		if !isLetter(c) && c != '_' && c != '$' && (i == 0 || !isDigit(c)) {
			return false
		}
	}
	return name != ""
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// clip returns at most the first limit characters of s, and an ellipsis if there
// were more.
func clip(s string, limit int) string {
	for i := range s {
		if limit == 0 {
			return s[:i] + "…"
		}
		limit--
	}
	return s
}
