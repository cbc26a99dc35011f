#!/bin/sh
# mmdebstrap setup hook: makes the one package that Debian 13 has only in an older version, user-mode-linux,
# available from the next release, and nothing else of that release.
#   rootfs-hook.sh <root> [<apt option for that one line>]
# The mirror is the one that mmdebstrap wrote into the root's own sources.list.
set -eu
root=$1
option=${2:-}
sed -n "s/^deb \(.*\) trixie /deb ${option:+[$option] }\1 forky /p" "$root/etc/apt/sources.list" | head -n 1 \
  > "$root/etc/apt/sources.list.d/forky.list"
cat > "$root/etc/apt/preferences.d/forky" <<PREFERENCES
Package: *
Pin: release n=forky
Pin-Priority: -1

Package: user-mode-linux
Pin: release n=forky
Pin-Priority: 990
PREFERENCES
