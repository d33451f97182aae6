#!/bin/bash
# Runs parts of the checks in the given order, and prints how long each took:
#
#   check.sh PART[+PART...]...
#
# The parts are the functions below, such as format or browsers. Those with + between
# them run side by side: few of them keep two cores busy. Install what they need with
# scripts/setup first, as make quick and make test do.
set -euo pipefail
cd "$(dirname "$0")/.."

tsc=scripts/browser/node_modules/.bin/tsc

# Without the folder's name in what is compiled, another clone need not compile it again.
export GOFLAGS="${GOFLAGS:+$GOFLAGS }-trimpath"

format() {
  local wrong
  wrong=$(gofmt -l scripts wasm)
  [ -z "$wrong" ] || { printf 'not formatted (make fmt):\n%s\n' "$wrong"; return 1; }
}

# go vet and staticcheck, natively, and for WebAssembly where the code is another
vet() {
  go vet ./...
  GOOS=js GOARCH=wasm go vet ./wasm ./wasm/bridge
  go tool staticcheck ./...
  local staticcheck
  staticcheck=$(go tool -n staticcheck)
  GOOS=js GOARCH=wasm "$staticcheck" ./wasm ./wasm/bridge
}

# The types of the JavaScript
types() {
  "$tsc" -p web
  "$tsc" -p web/tsconfig.test.json
  "$tsc" -p scripts/browser
}

# The Go tests, natively. They make much garbage and keep little, so that collecting it
# less often saves half of their time. What they would vet, vet does. No debugger looks at
# them, and without tables for one (-s) they are linked in half of the time.
go_tests() {
  GOGC=400 go test -vet=off -ldflags=-s -timeout 30m ./...
}

# The engine's Go tests under js/wasm in Node.js, with fewer random cases. The go
# command finds go_js_wasm_exec in the PATH. The arguments and the environment must
# fit into 8 KiB together there, so only what the go command needs is passed on.
wasm_tests() {
  env -i PATH="$PATH:$(go env GOROOT)/lib/wasm" HOME="$HOME" GOCACHE="$(go env GOCACHE)" GOPATH="$(go env GOPATH)" \
    GOMODCACHE="$(go env GOMODCACHE)" GOFLAGS="$(go env GOFLAGS)" GOTOOLCHAIN="$(go env GOTOOLCHAIN)" \
    GOOS=js GOARCH=wasm go test -vet=off -ldflags=-s -timeout 30m ./wasm/...
}

# The JavaScript tests that need no browser
node_tests() {
  local files
  mapfile -t files < <(find web scripts -name node_modules -prune -o -name '*.test.js' -print | sort)
  [ "${#files[@]}" -gt 0 ] || { echo 'there are no files *.test.js'; return 1; }
  node --test --test-concurrency=2 --test-reporter=dot "${files[@]}"
}

build() {
  go run ./scripts/build
}

browsers() {
  (cd scripts/browser && node run.mjs)
}

# Runs a part, and notes how long it took
timed() {
  local start took
  start=$(date +%s%N)
  "$1"
  took=$((($(date +%s%N) - start) / 100000000))
  printf '%-12s%5d.%d s\n' "$1" $((took / 10)) $((took % 10)) >>"$scratch/times"
}

# Runs parts side by side, and prints what each said when all have ended
beside() {
  local part failed=0
  for part in "$@"; do
    timed "$part" >"$scratch/$part" 2>&1 &
    echo $! >"$scratch/$part.pid"
  done
  for part in "$@"; do
    wait "$(cat "$scratch/$part.pid")" || failed=1
    printf '\n== %s\n' "$part"
    cat "$scratch/$part"
  done
  return $failed
}

[ $# -gt 0 ] || { echo "usage: $0 PART[+PART...]..." >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for group in "$@"; do
  if [[ $group == *+* ]]; then
    IFS=+ read -ra parts <<<"$group"
    beside "${parts[@]}"
  else
    printf '\n== %s\n' "$group"
    timed "$group"
  fi
done
printf '\nAll checks passed:\n'
cat "$scratch/times"
