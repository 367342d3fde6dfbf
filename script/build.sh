# Builds what ../exo runs, one build at a time, and starts the tests and the benchmarks. Sourced.
#
# .exo/built      the number of the last good build and its JDK; its date is that of the sources
# .exo/app/N      its jars, and exo.aot, the JVM's image of them already loaded and linked
# .exo/build.log  what Maven said
# .exo/bench-built  the build that the benchmarks were built for
# .exo/bench/   what JMH said of each figure
# .exo/lock       held while building; holds the process that does

# A build reads its sources over some time, so it is dated by its beginning. Each build has a
# folder of its own, because other machines may be running from the one before.
build_app() {
  need_tools || return 1
  lock || return 1
  status=0
  # Somebody else may have built while this process waited.
  if stale; then
    say "building…"
    build_locked -Dquick -Dmaven.test.skip=true || status=1
  fi
  unlock
  return $status
}

# build_locked MAVEN-ARGS...
build_locked() {
  build=$(date +%s).$$
  app=$root/.exo/app/$build
  printf '%s\n' "$build" "$java_home $java_version" >"$root/.exo/built.$$"
  if ! maven -q -pl cli -am "$@" package >"$root/.exo/build.log" 2>&1; then
    complain "the build failed (all of it in .exo/build.log):"
    sed -n '/Failed to execute goal.*compiler/q; s/^\[ERROR\] //p' "$root/.exo/build.log" |
      grep -v '^\(-> \)\?\[Help\|^To see\|^Re-run\|^For more\|^After\|^COMPILATION\|^$' |
      head -n 20 >&2
    rm -f "$root/.exo/built.$$"
    return 1
  fi
  case " $* " in
    *" -Dquick "*) : >"$root/.exo/quick" ;;
    *) rm -f "$root/.exo/quick" ;;
  esac
  mkdir -p "$app"
  cp "$root"/cli/target/module-path/*.jar "$root"/cli/target/cli-*.jar "$app"
  train
  mv -f "$root/.exo/built.$$" "$root/.exo/built"
  # The one before stays for those who started from it.
  find "$root/.exo/app" -mindepth 1 -maxdepth 1 ! -name "$build" -mmin +60 -exec rm -rf {} +
}

# Runs a few guests to let the JVM note what a start needs. Without the image everything still
# works, only slower. Classes alone: profiles of methods would set the JVM to compiling at each
# start what most programs are over before they need.
train() {
  (java_exec -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    "-XX:AOTCacheOutput=$app/exo.aot" -p "$app" -m exo.cli/exo.cli.Main train) \
    >"$root/.exo/train.log" 2>&1 </dev/null || :
}

# Maven on the JDK found; the flags spare a quarter of its start and its own warnings.
maven() {
  JAVA_HOME=$java_home \
    MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow" \
    mvn -B -ntp -f "$root/pom.xml" "$@" </dev/null
}

need_tools() {
  for tool in mvn gcc ar tar; do
    command -v $tool >/dev/null 2>&1 && continue
    complain "building needs $tool, which is not here: see ./exo doctor"
    return 1
  done
}

lock() {
  mkdir -p "$root/.exo"
  waited=0
  until mkdir "$root/.exo/lock" 2>/dev/null; do
    if [ ! -d "$root/.exo/lock" ] && [ ! -w "$root/.exo" ]; then
      complain "$root/.exo cannot be written"
      return 1
    fi
    holder=$(cat "$root/.exo/lock/pid" 2>/dev/null) || holder=
    # Without a number after a while, the holder died between two lines.
    if { [ -n "$holder" ] && ! alive "$holder"; } || { [ -z "$holder" ] && [ $waited -gt 5 ]; }; then
      # Moving is atomic, so of several waiters one takes the dead lock away.
      mv "$root/.exo/lock" "$root/.exo/lock.dead.$$" 2>/dev/null && rm -rf "$root/.exo/lock.dead.$$"
      waited=0
      continue
    fi
    [ $waited -ne 0 ] || say "waiting for the build that process ${holder:-?} is at…"
    waited=$((waited + 1))
    sleep 1
  done
  trap unlock EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo $$ >"$root/.exo/lock/pid"
}

alive() { [ -d "/proc/$1" ] || kill -0 "$1" 2>/dev/null; }

unlock() {
  trap - EXIT INT TERM
  rm -rf "$root/.exo/lock" "$root/.exo/built.$$"
}

run_tests() {
  set -- verify "$@"
  classes=
  for argument in "$@"; do
    shift
    case $argument in
      verify) set -- "$@" verify ;;
      --long) set -- "$@" -Dexo.long=true ;;
      -*) set -- "$@" "$argument" ;;
      *) classes=$classes${classes:+,}$argument ;;
    esac
  done
  [ -z "$classes" ] || set -- "$@" "-Dtest=$classes"
  need_tools && lock || return 1
  # Maven takes classes compiled in a hurry for good ones, so the checks would never see them.
  if [ -e "$root/.exo/quick" ]; then
    rm -rf "$root"/*/target/classes "$root"/*/target/test-classes "$root/.exo/quick"
  fi
  # Some tests run the command itself, by this script; it must not build under them.
  if stale; then
    say "building…"
    build_locked -DskipTests || { unlock; return 1; }
  fi
  EXO_NO_BUILD=1
  export EXO_NO_BUILD
  [ -z "${EXO_UNICORN:-}" ] || set -- "-Dexo.unicorn=$unicorn" "$@"
  maven "$@"
  status=$?
  unlock
  return $status
}

# Whether the benchmarks are older than the command they measure, or than their own sources.
bench_stale() {
  { read -r bench_build; } 2>/dev/null <"$root/.exo/bench-built" || return 0
  [ "$bench_build" = "$build" ] || return 0
  [ -n "$(cd "$root" && find bench/pom.xml bench/src -newer .exo/bench-built 2>/dev/null | head -n 1)" ]
}

build_benchmarks() {
  need_tools && lock || return 1
  say "building the benchmarks…"
  : >"$root/.exo/quick"
  echo "$build" >"$root/.exo/bench-built.$$"
  status=0
  if maven -q -Dquick -Dmaven.test.skip=true -pl bench -am package >"$root/.exo/build.log" 2>&1; then
    mv -f "$root/.exo/bench-built.$$" "$root/.exo/bench-built"
  else
    complain "the build of the benchmarks failed: see .exo/build.log"
    rm -f "$root/.exo/bench-built.$$"
    status=1
  fi
  unlock
  return $status
}

# The kernel runs from the modules of the command, with the command's options for the JVM.
run_benchmarks() {
  if bench_stale; then
    build_benchmarks || return 1
  fi
  exec "$java_home/bin/java" -XX:+UseSerialGC -XX:-UsePerfData -p "$app" --add-modules exo.kernel \
    --enable-native-access=exo.mem,exo.cpu --illegal-native-access=deny \
    --sun-misc-unsafe-memory-access=allow -Djmh.ignoreLock=true \
    "-Dexo.root=$root" "-Dexo.guests=$root/userland-elf/target/guests" "-Dexo.unicorn=$unicorn" \
    -cp "$root/bench/target/classes:$root/bench/target/class-path/*" exo.bench.Bench "$@"
}
