# Says what this machine has and lacks for Exo, each lack with its remedy; status 1 if something
# needed is missing. Works with no JDK at all; what only the running engine can tell is asked of
# the command itself when it is built. Sourced by ../exo.

doctor() {
  case ${1:-} in
    '') ;;
    -h | --help) doctor_help; return ;;
    *)
      complain "doctor: '$1' is one argument too many; try --help"
      return 2
      ;;
  esac
  missing=0
  java_home=
  if find_jdk 2>/dev/null; then
    found JDK "$java_version in $java_home"
  else
    lacks JDK "25 or newer not found; install one, or set EXO_JAVA_HOME to it"
  fi
  doctor_tool mvn Maven maven 'mvn -v | sed -n "s/.*Apache Maven \([0-9.]*\).*/\1/p"'
  doctor_tool gcc gcc gcc 'gcc -dumpfullversion'
  doctor_tool ar binutils binutils 'ar --version | sed -n "1s/.* //p"'
  if echo '#include <asm/unistd.h>' | gcc -E - >/dev/null 2>&1; then
    found "kernel headers" "asm/unistd.h"
  else
    lacks "kernel headers" "the guest programs need them: $(install_hint linux-libc-dev)"
  fi
  doctor_tool tar tar tar 'tar --version | sed -n "1s/.* //p"'
  doctor_unicorn
  doctor_kvm
  doctor_tests
  doctor_engine
  [ $missing -eq 0 ]
}

doctor_help() {
  cat <<'END'
Usage: exo doctor

Says what this machine has and lacks for Exo, each lack with its remedy. Status 0 when
./exo run hello can work, else 1.
END
}

line() { printf '%-8s %-15s %s\n' "$1" "$2" "$3"; }
found() { line ok "$1" "$2"; }
lacks() {
  line MISSING "$1" "$2"
  missing=1
}

install_hint() {
  if command -v apt-get >/dev/null; then
    echo "apt-get install $1"
  else
    echo "install $1"
  fi
}

# doctor_tool PROGRAM NAME PACKAGE VERSION-COMMAND
doctor_tool() {
  if command -v "$1" >/dev/null 2>&1; then
    found "$2" "$(JAVA_HOME=${java_home:-} eval "$4" 2>/dev/null)"
  else
    lacks "$2" "$(install_hint "$3")"
  fi
}

doctor_unicorn() {
  . "$root/script/unicorn.sh"
  unicorn=${EXO_UNICORN:-$root/.exo/unicorn/libunicorn.so}
  if [ -e "$unicorn" ]; then
    found Unicorn "$unicorn"
  elif [ -n "${EXO_UNICORN:-}" ]; then
    lacks Unicorn "EXO_UNICORN=$EXO_UNICORN is not there"
  elif [ -n "$(unicorn_of_machine)" ]; then
    found Unicorn "$(unicorn_of_machine)"
  elif unicorn_fetchable; then
    line later Unicorn "fetched into .exo/unicorn by the first run"
  else
    lacks Unicorn "$(unicorn_remedy)"
  fi
}

# Not needed by anything yet, but asked for by people who wonder what their machine can do.
doctor_kvm() {
  if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
    found KVM "/dev/kvm"
  elif [ -e /dev/kvm ]; then
    line none KVM "/dev/kvm is there but not yours to open; not needed by the Unicorn engine"
  else
    line none KVM "no /dev/kvm; not needed by the Unicorn engine"
  fi
}

doctor_tests() {
  absent=
  while read -r package program; do
    case $package in '' | '#'*) continue ;; esac
    [ "$program" = - ] || command -v "$program" >/dev/null 2>&1 || absent="$absent $package"
  done <"$root/.ci/packages"
  if [ -z "$absent" ]; then
    found "for the tests" "all programs that they run"
  else
    line skipped "for the tests" "some, without: $(install_hint "${absent# }")"
  fi
}

# The engine knows best whether it works: it loads the library and checks itself.
doctor_engine() {
  [ -n "${java_home:-}" ] || return 0
  if stale; then
    line later Engine "nothing is built yet, or it is older than the sources; ./exo run builds it"
    return 0
  fi
  (java_exec -p "$app" -m exo.cli/exo.cli.Main doctor) || missing=1
}
