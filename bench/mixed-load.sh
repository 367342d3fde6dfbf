#!/bin/bash
# A mixed load in one machine for some time, and whether it grows: shell loops, python with threads and processes,
# redis with its benchmark, a compiler.
#
#   bench/mixed-load.sh [--minutes N] [--cpu ENGINE] [--smp N] [--results DIR]
#
# N is 60 if not said; 3 will do to see that nothing is broken. Each kind of work runs in a loop of its own, all of
# them at once, and says after each round how it went. Every round must end as it should. The report: rounds of each
# kind, and how the guest's free memory and the JVM's size, which the guest's memory is part of, went from the
# second to the last quarter of the time; in the first caches fill.
set -u

root=$(cd "${0%/*}/.." && pwd -P)
minutes=60 cpu=auto smp=1 results=
while [ $# -gt 0 ]; do
  case $1 in
    --minutes) minutes=$2 ;;
    --cpu) cpu=$2 ;;
    --smp) smp=$2 ;;
    --results) results=$2 ;;
    *) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
  esac
  shift 2 || exit 2
done
[ -n "$results" ] || results=$(mktemp -d "${TMPDIR:-/tmp}/exo-mixed.XXXXXX")
mkdir -p "$results"
missing=
for program in python3 redis-server redis-benchmark gcc; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
[ -z "$missing" ] || { echo "not installed:$missing" >&2; exit 125; }

cat >"$results/guest.sh" <<'END'
# The guest's side. $1: seconds to work.
end=$(($(date +%s) + $1))
mkdir -p /tmp/mixed && cd /tmp/mixed || exit 1

# again NAME COMMAND...: over and over; a line `round NAME` each, `FAULT NAME` when it failed.
again() {
  name=$1
  shift
  while [ "$(date +%s)" -lt "$end" ]; do
    if "$@" >"out.$name" 2>&1; then echo "round $name"; else echo "FAULT $name: $? $(tail -n 3 "out.$name")"; fi
  done
}

shell_work() {
  for i in 1 2 3 4 5 6 7 8 9 10; do
    seq 2000 | sort -rn | awk '{ s += $1 } END { exit s != 2001000 }' || return 1
    [ "$(printf '%s\n' c a b | sort | tr -d '\n')" = abc ] || return 1
    mkdir -p d/e/f && echo "$i" >d/e/f/g && cp -r d d2 && diff -r d d2 && rm -r d d2 || return 1
  done
}

python_work() {
  python3 -c '
import hashlib, multiprocessing, os, socket, subprocess, tempfile, threading
a, b = socket.socketpair()
def echo():
    while data := b.recv(65536):
        b.sendall(data)
t = threading.Thread(target=echo); t.start()
for i in range(200):
    a.sendall(b"x" * 1000)
    n = 0
    while n < 1000: n += len(a.recv(65536))
a.shutdown(socket.SHUT_WR); t.join()
with multiprocessing.get_context("fork").Pool(2) as p:
    assert sum(p.map(abs, range(-500, 0))) == 125250
with tempfile.TemporaryFile() as f:
    f.write(os.urandom(300000)); f.seek(0)
    assert len(hashlib.sha256(f.read()).digest()) == 32
assert subprocess.check_output(["sort"], input=b"b\na\n") == b"a\nb\n"
'
}

redis_work() {
  redis-benchmark -s redis.socket -n 2000 -c 10 -q -t set,get,lpush,lpop -r 1000 >/dev/null &&
    [ "$(redis-cli -s redis.socket flushall)" = OK ]
}

compile_work() {
  printf '#include <stdio.h>\nint main(void) { int s = 0; for (int i = 0; i < 1000; i++) s += i; return printf("%%d\\n", s) - 7; }\n' >c.c &&
    gcc -O2 -o c c.c && [ "$(./c)" = 499500 ]
}

redis-server --port 0 --unixsocket "$PWD/redis.socket" --save '' --daemonize no >redis.log 2>&1 &
redis=$!
until redis-cli -s redis.socket ping >/dev/null 2>&1; do sleep 0.1; done
again shell shell_work &
loops=$!
again python python_work &
loops="$loops $!"
again redis redis_work &
loops="$loops $!"
again compile compile_work &
loops="$loops $!"
while [ "$(date +%s)" -lt "$end" ]; do
  sleep 5
  free=$(awk '/^MemFree/ { print $2 }' /proc/meminfo)
  echo "state free_kib=$free"
done
wait $loops
redis-cli -s redis.socket shutdown nosave
wait "$redis" || echo "FAULT redis-server: $?"
cd / && rm -r /tmp/mixed
echo over
END

"$root/exo" run --cpu "$cpu" --smp "$smp" --memory 1G --rootfs / --mount "$results:/mnt:ro" --json="$results/record.json" \
  --timeout $((minutes * 60 + 300))s --env LC_ALL=C -- /bin/bash /mnt/guest.sh $((minutes * 60)) \
  >"$results/guest.out" 2>"$results/guest.err" </dev/null &
exo=$!
trap 'kill "$exo" 2>/dev/null' EXIT
: >"$results/jvm.kib"
while kill -0 "$exo" 2>/dev/null; do
  awk '/^VmRSS/ { print $2 }' "/proc/$exo/status" >>"$results/jvm.kib" 2>/dev/null
  sleep 5
done
wait "$exo"
status=$?
trap - EXIT

faults=$(grep -c '^FAULT' "$results/guest.out")
for kind in shell python redis compile; do
  printf '%-8s %6d rounds\n' "$kind" "$(grep -c "^round $kind\$" "$results/guest.out")"
done
# growth LABEL: of numbers on standard input, one a line: the mean of the second and of the last quarter, and the change.
growth() {
  awk -v label="$1" '{ v[NR] = $1 }
    END { q = int(NR / 4); if (q < 1) exit
      for (i = 1; i <= q; i++) { a += v[q + i]; b += v[NR - q + i] }
      printf "%-22s %12.0f -> %12.0f  %+.1f %%\n", label, a / q, b / q, (b - a) * 100 / a }'
}
sed -n 's/^state free_kib=\([0-9]*\).*/\1/p' "$results/guest.out" | growth "free in the guest, KiB"
growth "JVM, KiB" <"$results/jvm.kib"
printf 'faults %d, exit status %d, all of it in %s\n' "$faults" "$status" "$results"
[ "$faults" -eq 0 ] && [ "$status" -eq 0 ] && grep -qx over "$results/guest.out" && [ ! -s "$results/guest.err" ]
