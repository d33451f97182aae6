package diagram

import _ "embed"

// Style is the style sheet of diagrams and strips, light and dark. The build
// puts it into the page's, and Standalone into its pictures.
//
//go:embed diagram.css
var Style string
