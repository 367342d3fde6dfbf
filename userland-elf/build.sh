#!/bin/sh
# Builds the guest programs with the machine's gcc: static, without a libc. Only what is older
# than its sources is built again.
#
#   src/programs/X.c, X.S   what people run        ->  target/guests/X
#   src/programs/X/*.c      one of several files   ->  target/guests/X
#   src/tests/X.c, X.S      for the kernel's tests ->  target/guests/X
#   src/conformance/X.c     run on Linux and Exo   ->  target/guests/conformance/X
#   lib/                    the guest library, linked into each
#   X.flags beside X.c      further flags of that program, such as -static-pie -fPIE
#
# target/initramfs.tar holds the programs and the few files a bare machine needs.
set -eu
cd "$(dirname "$0")"
CC=${CC:-gcc}
out=target/guests

compile() {
  $CC -std=gnu11 -O2 -Wall -Wextra -static -no-pie -fno-pic -nostdlib -ffreestanding \
    -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
    -fno-tree-loop-distribute-patterns -ffunction-sections -fdata-sections \
    -Wl,--gc-sections -Wl,--build-id=none -Wl,-z,noexecstack -I lib "$@"
}

# One program; this script calls itself with it, several at a time.
if [ "${1:-}" = --one ]; then
  source=$2 program=$3
  flags=
  sources=$source
  [ ! -d "$source" ] || sources=$(echo "$source"/*.c)
  [ ! -e "${source%.*}.flags" ] || flags=$(cat "${source%.*}.flags")
  # shellcheck disable=SC2086
  compile $flags -o "$program.$$" $sources target/lib/libexo.a
  mv -f "$program.$$" "$program"
  exit
fi

if ! command -v "$CC" >/dev/null 2>&1; then
  echo "the guest programs need gcc: $CC was not found" >&2
  exit 1
fi
mkdir -p $out/conformance target/lib

# A change of the library or of this script concerns every program.
if [ -n "$(find lib build.sh -newer target/lib/libexo.a 2>&1 | head -n 1)" ]; then
  rm -rf target/lib
  mkdir -p target/lib
  for source in lib/*.c lib/*.S; do
    compile -fPIE -c -o "target/lib/$(basename "$source").o" "$source"
  done
  ar rcD target/lib/libexo.a.new target/lib/*.o
  mv -f target/lib/libexo.a.new target/lib/libexo.a
fi

# stale SOURCE PROGRAM: whether the program must be built, from the dates of all it is made of.
stale() {
  [ ! -e "$2" ] || [ -n "$(find "$1" -newer "$2" | head -n 1)" ] ||
    [ target/lib/libexo.a -nt "$2" ] ||
    [ "${1%.*}.flags" -nt "$2" ] ||
    [ -n "$(find "$(dirname "$1")" -name '*.h' -newer "$2" | head -n 1)" ]
}

programs=
for source in src/programs/*.[cS] src/programs/*/ src/tests/*.[cS] src/conformance/*.c; do
  [ -e "$source" ] || continue
  source=${source%/}
  name=$(basename "${source%.*}")
  case $source in
    src/conformance/*) program=$out/conformance/$name ;;
    *) program=$out/$name ;;
  esac
  programs="$programs $program"
  if stale "$source" "$program"; then
    printf '%s %s\n' "$source" "$program"
  fi
done >target/todo
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
xargs -r -n 2 -P "$jobs" sh build.sh --one <target/todo

# What no longer has a source would otherwise still be found and run.
for program in $out/* $out/conformance/*; do
  [ -f "$program" ] || continue
  case " $programs " in *" $program "*) ;; *) rm -f "$program" ;; esac
done

if [ ! -e target/initramfs.tar ] || [ -s target/todo ] ||
  [ -n "$(find src/initramfs src/programs build.sh -newer target/initramfs.tar | head -n 1)" ]; then
  rm -rf target/initramfs
  mkdir -p target/initramfs/bin
  cp -R src/initramfs/. target/initramfs
  (cd target/initramfs && mkdir -p dev proc sys tmp root run mnt && chmod 1777 tmp)
  for source in src/programs/*.[cS] src/programs/*/; do
    source=${source%/}
    cp "$out/$(basename "${source%.*}")" target/initramfs/bin
  done
  tar -C target/initramfs --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --format=ustar -cf target/initramfs.tar.new .
  mv -f target/initramfs.tar.new target/initramfs.tar
fi
