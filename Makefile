# make serve and make build need Go and make; make quick also Node.js; make test
# and make bench also browsers. They install what is missing, as root on Debian.

.DEFAULT_GOAL := help
.PHONY: help serve dev build quick test bench fmt

# Flags for serve and dev, such as ARGS="-addr 127.0.0.1:9000".
ARGS =

help: ## Print this.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: ## Build the site and show it on this computer; Ctrl-C stops it.
	@go run ./scripts/build -pack=false
	@go build -o .cache/serve ./scripts/serve && exec .cache/serve $(ARGS)

dev: ## The same, and build anew and reload the page whenever a source changes.
	@go build -o .cache/serve ./scripts/serve && exec .cache/serve -watch $(ARGS)

build: ## Build the whole site into dist/; smaller where xz is installed.
	@go run ./scripts/build

quick: ## Run the checks that need no browser: under a minute.
	@scripts/setup/apt.sh node=nodejs npm
	@scripts/setup/npm.sh
	@scripts/check.sh format vet+types go_tests+node_tests

# No browser runs beside a compiler: both are slow, and tests in browsers suffer.
test: ## Run every check there is: eight minutes.
	@scripts/setup/apt.sh node=nodejs npm xz=xz-utils chromium-headless-shell firefox-esr WebKitWebDriver=webkit2gtk-driver Xvfb=xvfb jekyll
	@scripts/setup/npm.sh
	@scripts/check.sh format vet+types go_tests+build wasm_tests+node_tests browsers

bench: ## Measure sizes and speed against their budgets: seven minutes, on a quiet computer.
	@scripts/setup/apt.sh node=nodejs npm xz=xz-utils chromium
	@scripts/setup/npm.sh
	@go run ./scripts/build
	@go run ./scripts/bench

fmt: ## Format the Go code.
	@gofmt -w scripts wasm
