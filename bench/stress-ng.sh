#!/bin/bash
# Runs stress-ng's stressors with --verify, one by one: first on Linux, and those that pass there under Exo.
#
#   bench/stress-ng.sh [--seconds N] [--cpu ENGINE] [--results DIR] [STRESSOR...]
#
# On Linux each runs as nobody, without any capability, in a PID, mount, network, IPC and UTS namespace of its own, with a small
# tmpfs to write to and limits on memory and processes; that needs root to set up. Under Exo it runs as nobody, too.
#
# For each stressor a line: its name, how it ended on Linux and how under Exo. pass; skip: it says that this
# machine or user cannot run it; fail: it found an error or a crash; stuck: it did not end by itself; bug: Exo
# itself failed. In DIR (a temporary one) it leaves what each wrote; what is there already is not run again.
set -u

root=$(cd "${0%/*}/.." && pwd -P)
seconds=5 cpu=auto results=
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift 2 ;;
    --cpu) cpu=$2; shift 2 ;;
    --results) results=$2; shift 2 ;;
    -*) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
    *) break ;;
  esac
done
command -v stress-ng unshare setpriv prlimit >/dev/null || { echo "apt-get install stress-ng util-linux" >&2; exit 125; }
[ "$(id -u)" -eq 0 ] || { echo "only root can set up the namespaces that it runs in on Linux" >&2; exit 125; }
[ -n "$results" ] || results=$(mktemp -d "${TMPDIR:-/tmp}/exo-stress.XXXXXX")
mkdir -p "$results/linux" "$results/exo"

# Not run at all: what would load or change the machine beyond the limits above even for nobody, or needs a device.
left_out="bigheap brk oom-pipe softlockup smi cpu-online memhotplug watchdog reboot klog rtc kvm gpu ioport rawdev
  binderfs efivar physpage idle-page pagemove cpufreq resources loadavg vm-splice icmp-flood udp-flood netdev tun
  dccp sctp sysbadaddr apparmor af-alg cyclic swap ramfs bind-mount quota"

# on_linux NAME, under_exo NAME: run it, and leave what it said.
on_linux() {
  timeout -k 5 $((seconds + 40)) unshare -pmniuf --mount-proc --kill-child /bin/sh -c '
    ip link set lo up 2>/dev/null
    mount -t tmpfs -o size=1g,mode=1777 none /tmp && mount -t tmpfs -o size=256m,mode=1777 none /dev/shm
    cd /tmp && exec nice -n 5 prlimit --as=4294967296 --nproc=600 --core=0 \
      setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
      env -i PATH=/usr/bin:/bin stress-ng --"$1" 1 --verify --temp-path /tmp --timeout "$2"' sh "$1" "$seconds" \
    </dev/null >"$results/linux/$1" 2>&1
}

under_exo() {
  nice -n 5 "$root/exo" run --cpu "$cpu" --rootfs / --user 65534 --cwd /tmp --memory 2G --missing --timeout $((seconds + 40)) -- \
    /usr/bin/stress-ng --"$1" 1 --verify --temp-path /tmp --timeout "$seconds" </dev/null >"$results/exo/$1" 2>&1
}

# verdict FILE STATUS: 0 success, 2 failed, 3 out of resources, 4 not implemented, 5 signal, 6 no bogo-ops, 7 unsure
verdict() {
  if grep -q 'KernelBug\|exo: .*bug' "$1" || [ "$2" -eq 125 ]; then echo bug
  elif [ "$2" -eq 124 ] || [ "$2" -eq 137 ]; then echo stuck
  elif [ "$2" -eq 0 ] && grep -q 'skipp\|not supported\|not implemented\|will be skipped' "$1" && grep -q 'skipped: [1-9]\|passed: 0' "$1"; then echo skip
  elif [ "$2" -eq 4 ] || [ "$2" -eq 3 ]; then echo skip
  elif [ "$2" -eq 0 ]; then echo pass
  else echo fail
  fi
}

[ $# -gt 0 ] || set -- $(stress-ng --stressors)
native=0 passed=0
for name; do
  case " $(echo $left_out) " in *" $name "*) continue ;; esac
  for side in linux exo; do
    if [ ! -e "$results/$side/$name.verdict" ]; then
      case $side in linux) on_linux "$name" ;; exo) under_exo "$name" ;; esac
      verdict "$results/$side/$name" $? >"$results/$side/$name.verdict"
    fi
    read -r "$side" <"$results/$side/$name.verdict"
    [ "$linux" = pass ] || break
  done
  if [ "$linux" = pass ]; then
    native=$((native + 1))
    [ "$exo" != pass ] || passed=$((passed + 1))
    printf '%-16s %-6s %s\n' "$name" "$linux" "$exo"
  else
    printf '%-16s %s\n' "$name" "$linux"
  fi
done
printf '%d of the %d that pass on Linux pass under Exo; all they wrote is in %s\n' "$passed" "$native" "$results"
[ $((passed * 10)) -ge $((native * 9)) ]
