package diagram

import _ "embed"

// Style is how the classes of diagrams and strips look, light and dark: the
// page has it in its style sheet, a picture that stands alone inside itself.
//
//go:embed diagram.css
var Style string
