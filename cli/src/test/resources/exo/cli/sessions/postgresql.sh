# needs: postgresql-15, postgresql-client-15
# A cluster is made, started, filled and loaded by pgbench, asked, crashed, recovered and stopped.
bin=/usr/lib/postgresql/15/bin
dir=$(mktemp -d)
as=
if [ "$(id -u)" -eq 0 ]; then
  # It refuses to run as root.
  chown 65534:65534 "$dir"
  as='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
cd "$dir"
ask() { $as $bin/psql -h "$dir" -U me -AXtc "$1" postgres; }
start() {
  $as $bin/pg_ctl -D d -w -s -l log -t 100 -o "-c listen_addresses='' -c unix_socket_directories=$dir" start || cat log
}
$as $bin/initdb -D d -A trust -N -U me >init 2>&1 || cat init
start
$as $bin/pgbench -h "$dir" -U me -i -q postgres 2>/dev/null
echo "filled: $?"
$as $bin/pgbench -h "$dir" -U me -c 4 -j 2 -t 40 postgres 2>/dev/null | grep -E 'processed|failed'
ask 'select count(*), sum(abalance) = (select sum(delta) from pgbench_history) from pgbench_accounts'
ask 'select count(distinct pid) from pg_stat_activity where pid = pg_backend_pid()'
ask 'select aid, md5(aid::text) from pgbench_accounts order by 2 limit 3'
$as $bin/pg_ctl -D d -s -m immediate stop
start
ask 'select count(*) from pgbench_history'
$as $bin/pg_ctl -D d -s -m fast stop
echo "stopped: $?"
grep -c PANIC log
cd /
rm -rf "$dir"
