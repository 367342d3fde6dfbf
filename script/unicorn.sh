# Puts Unicorn where the engine looks for it: .exo/unicorn/libunicorn.so, a link to the machine's
# own library when that is new enough, else to one fetched into .exo. Sourced by ../exo.
#
# Unicorn before 2.1.4 does not page correctly, so nothing older will do. The engine asks the
# library itself for its version; here only packages are compared.

UNICORN_MIN=2.1.4

# version_at_least HAVE WANT
version_at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

# The machine's own library, when a package manager vouches for its version.
unicorn_of_machine() {
  if command -v dpkg-query >/dev/null 2>&1; then
    for package in libunicorn2t64 libunicorn2; do
      version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$package" 2>/dev/null) || continue
      case $version in "installed "*) ;; *) continue ;; esac
      version_at_least "${version#installed }" $UNICORN_MIN || continue
      dpkg-query -L "$package" | grep '/libunicorn\.so\.2$' | head -n 1
      return
    done
  fi
  if command -v pkg-config >/dev/null 2>&1 &&
    pkg-config --atleast-version=$UNICORN_MIN unicorn 2>/dev/null; then
    dir=$(pkg-config --variable=libdir unicorn)
    for file in "$dir/libunicorn.so.2" "$dir/libunicorn.so" "$dir/libunicorn.dylib"; do
      if [ -e "$file" ]; then
        printf '%s\n' "$file"
        return
      fi
    done
  fi
}

unicorn_remedy() {
  case $(uname -s) in
    Darwin) echo "install it with: brew install unicorn pkg-config" ;;
    *) echo "install a package of Unicorn $UNICORN_MIN or newer, or set EXO_UNICORN to its libunicorn.so (the Python wheel 'unicorn' $UNICORN_MIN holds one)" ;;
  esac
}

# Whether this is a machine whose own package archive has the library in a newer release.
unicorn_fetchable() {
  [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-}")" = debian ] &&
    [ "$(uname -m)" = x86_64 ] && command -v apt-get >/dev/null
}

# Puts the library into its place, or says why it cannot. The lock is held.
unicorn_get() {
  [ ! -e "$root/.exo/unicorn/libunicorn.so" ] || return 0
  mkdir -p "$root/.exo/unicorn"
  found=$(unicorn_of_machine)
  if [ -n "$found" ]; then
    ln -sf "$found" "$root/.exo/unicorn/libunicorn.so"
    return 0
  fi
  if unicorn_fetchable; then
    say "fetching Unicorn into .exo/unicorn"
    work=$root/.exo/unicorn/work.$$
    mkdir -p "$work"
    if unicorn_from_debian "$work" >"$work/log" 2>&1; then
      rm -rf "$work"
      return 0
    fi
    complain "Unicorn could not be fetched from this machine's Debian mirror:"
    grep -v '^\(Get\|Hit\|Ign\|Reading\|Fetched\)' "$work/log" | tail -n 5 >&2
    rm -rf "$work"
  fi
  complain "Unicorn $UNICORN_MIN or newer is missing: $(unicorn_remedy)"
  return 1
}

# Prints "KEYRING URI" of the mirror this machine takes Debian itself from. Both forms of apt's
# sources are read; the archive is known by its suite (this release's code name) and component.
debian_mirror() {
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  awk -v suite="$codename" '
    function stanza(  i, n, words, hit) {
      n = split(suites, words); for (i = 1; i <= n; i++) if (words[i] == suite) hit = 1
      if (hit && (" " components " ") ~ / main / && (" " types " ") ~ / deb / && enabled != "no")
        { split(uris, words); print keyring, words[1]; done = 1; exit }
      suites = uris = components = types = enabled = ""; keyring = "-"
    }
    FNR == 1 { if (deb822) stanza(); deb822 = FILENAME ~ /\.sources$/; keyring = "-" }
    /^[ \t]*#/ { next }
    deb822 && /^[ \t]*$/ { stanza(); next }
    deb822 {
      field = tolower($1); rest = $0; sub(/^[^:]*:[ \t]*/, "", rest)
      if (field == "types:") types = rest
      if (field == "uris:") uris = rest
      if (field == "suites:") suites = rest
      if (field == "components:") components = rest
      if (field == "enabled:") enabled = tolower(rest)
      if (field == "signed-by:" && rest ~ /^\//) keyring = rest
      next
    }
    $1 == "deb" {
      line = $0; key = "-"
      if (match(line, /\[[^]]*\]/)) {
        options = substr(line, RSTART + 1, RLENGTH - 2); sub(/\[[^]]*\]/, "", line)
        if (match(options, /signed-by=[^ ]*/)) key = substr(options, RSTART + 10, RLENGTH - 10)
      }
      split(line, words)
      if (words[3] == suite && (" " line " ") ~ / main /) { print key, words[2]; done = 1; exit }
    }
    END { if (!done && deb822) stanza() }
  ' $(ls /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null)
}

# Fetches the library from the first suite that has it, with package lists of our own: the
# machine's are neither read nor changed, and no privilege is needed.
unicorn_from_debian() {
  mirror=$(debian_mirror)
  if [ -z "$mirror" ]; then
    echo "no Debian mirror in /etc/apt/sources.list or /etc/apt/sources.list.d"
    return 1
  fi
  keyring=${mirror%% *}
  [ "$keyring" != - ] || keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  for suite in forky testing sid; do
    dir=$1/$suite
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/root"
    echo "deb [arch=amd64 signed-by=$keyring] ${mirror#* } $suite main" >"$dir/sources.list"
    private_apt "$dir" update || continue
    for package in libunicorn2t64 libunicorn2; do
      (cd "$dir" && private_apt "$dir" download "$package") || continue
      unicorn_unpack "$dir" && return 0
    done
  done
  return 1
}

# private_apt DIR COMMAND...
private_apt() {
  set -- "$@" -o "Dir::Etc::sourcelist=$1/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::Etc::preferences=- -o Dir::Etc::preferencesparts=- -o APT::Default-Release= \
    -o "Dir::State::Lists=$1/lists" -o "Dir::Cache=$1/cache" -o "APT::Sandbox::User=$(id -un)" \
    -o Acquire::Languages=none -o Acquire::Retries=2 -o APT::Update::Error-Mode=any
  shift
  apt-get -qq "$@"
}

# unicorn_unpack DIR: the package in DIR, if it is new enough, becomes ours.
unicorn_unpack() {
  deb=$(ls "$1"/*.deb | head -n 1)
  version_at_least "$(dpkg-deb -f "$deb" Version)" $UNICORN_MIN || return 1
  dpkg-deb -x "$deb" "$1/root" || return 1
  library=$(find "$1/root" -name libunicorn.so.2 | head -n 1)
  [ -n "$library" ] || return 1
  rm -rf "$root/.exo/unicorn/package"
  mv "$1/root" "$root/.exo/unicorn/package"
  ln -sf "package${library#"$1/root"}" "$root/.exo/unicorn/libunicorn.so"
}
