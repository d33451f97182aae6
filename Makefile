# What there is to do. "make serve" and "make build" need Go and make, nothing
# else; "make test" and "make bench" also Node.js and three browsers, which they
# install, as root on Debian, where they are missing.

.DEFAULT_GOAL := help
.PHONY: help serve build test bench fmt \
	test-setup test-format test-vet test-go test-wasm test-types test-browsers
# The tests share two slow resources, the compiler and the browsers.
.NOTPARALLEL:

# Flags for serve, such as ARGS="-addr 127.0.0.1:9000".
ARGS =

say = @printf '\n== %s\n'

help: ## Print this.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: build ## Build the site and show it on this computer; Ctrl-C stops it.
	@go build -o .cache/serve ./scripts/serve && exec .cache/serve $(ARGS)

build: ## Build the whole site into dist/.
	@go run ./scripts/build

test: test-setup test-format test-vet test-go test-wasm test-types test-browsers ## Run every check there is: some minutes.
	@printf '\nmake test: all checks passed\n'

bench: build ## Measure sizes and speed against their budgets: two minutes, on a quiet computer.
	@scripts/setup/apt.sh node=nodejs npm chromium
	@scripts/setup/npm.sh
	@go run ./scripts/bench

fmt: ## Format the Go code.
	@gofmt -w scripts wasm

test-setup:
	$(say) 'set-up: what is missing is installed'
	@scripts/setup/apt.sh node=nodejs npm chromium firefox-esr WebKitWebDriver=webkit2gtk-driver Xvfb=xvfb jekyll
	@scripts/setup/npm.sh

test-format:
	$(say) 'gofmt'
	@wrong=$$(gofmt -l scripts wasm) && if [ -n "$$wrong" ]; then printf 'not formatted (make fmt):\n%s\n' "$$wrong"; exit 1; fi

test-vet:
	$(say) 'go vet and staticcheck, natively and as WebAssembly'
	@go vet ./...
	@GOOS=js GOARCH=wasm go vet ./wasm/...
	@go tool staticcheck ./...
	@staticcheck=$$(go tool -n staticcheck) && GOOS=js GOARCH=wasm "$$staticcheck" ./wasm/...

test-go:
	$(say) 'go test, natively'
	@go test ./...

# Arguments and environment must fit into 8 KiB together under js/wasm, so only
# what the go command needs is passed on.
test-wasm:
	$(say) 'go test, as WebAssembly under Node.js'
	@env -i PATH="$$PATH" HOME="$$HOME" GOCACHE="$$(go env GOCACHE)" GOPATH="$$(go env GOPATH)" \
		GOMODCACHE="$$(go env GOMODCACHE)" GOFLAGS="$$(go env GOFLAGS)" GOTOOLCHAIN="$$(go env GOTOOLCHAIN)" \
		GOOS=js GOARCH=wasm go test -exec "$$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./wasm/...

tsc = scripts/browser/node_modules/.bin/tsc

test-types:
	$(say) 'types of the JavaScript'
	@$(tsc) -p web
	@$(tsc) -p web/tsconfig.test.json
	@$(tsc) -p scripts/browser

test-browsers: build
	$(say) 'browser tests'
	@cd scripts/browser && node run.mjs
