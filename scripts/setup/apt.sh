#!/bin/sh
# Installs the commands that are missing, from Debian's packages:
#
#   apt.sh COMMAND[=PACKAGE]...
#
# A package has the name of its command unless another is given. Without root it
# only says what to install. If nothing is missing it does nothing.
set -eu

if [ $# -eq 0 ]; then
  echo "usage: $0 COMMAND[=PACKAGE]..." >&2
  exit 2
fi

missing=
for wanted in "$@"; do
  command -v "${wanted%%=*}" >/dev/null || missing="$missing ${wanted#*=}"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "not installed:$missing; as root: apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
# Waits for an apt that is already running, instead of failing.
wait='-o DPkg::Lock::Timeout=300'
# shellcheck disable=SC2086 # both are lists of words
{
  apt-get $wait -q update
  apt-get $wait -q -y install --no-install-recommends $missing
}
