#!/bin/sh
# Installs the npm packages of scripts/browser, if their lock file has changed since
# the last time.
set -eu
cd "$(dirname "$0")/../browser"

oldest=20
version=$(node --version 2>/dev/null || echo none)
major=${version#v}
major=${major%%.*}
if ! [ "$major" -ge "$oldest" ] 2>/dev/null; then
  echo "the browser tests need Node.js $oldest or newer; found: $version" >&2
  exit 1
fi

# npm removes the folder first, so an installation that was interrupted leaves no stamp.
stamp=node_modules/.installed
lock=$(cat package.json package-lock.json .npmrc | sha256sum)
[ "$(cat "$stamp" 2>/dev/null || true)" = "$lock" ] && exit 0
npm ci --prefer-offline
echo "$lock" >"$stamp"
