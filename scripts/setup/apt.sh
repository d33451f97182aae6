#!/bin/sh
# Installs the programs that are missing, from Debian's packages:
#
#   apt.sh COMMAND[=PACKAGE]...
#
# The package is named as the command unless said otherwise. Without root it
# only says what to install. When nothing is missing it does nothing.
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
# Somebody else's installation is waited for, not collided with.
wait='-o DPkg::Lock::Timeout=300'
# shellcheck disable=SC2086 # both are lists of words
{
  apt-get $wait -q update
  apt-get $wait -q -y install --no-install-recommends $missing
}
