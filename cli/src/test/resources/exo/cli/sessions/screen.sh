# needs: screen
# A detached terminal that is written to and looked at from outside.
mkdir -m 700 s
export SCREENDIR="$PWD/s" TERM=vt100 HOME="$PWD"
wait_for() { i=0; until [ -s "$1" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.05; done; }
screen -dmS x -c /dev/null sh -c 'stty size; stty -echo; echo >ready; read a; echo got $a; stty size >out; sleep 100'
wait_for ready
screen -S x -p 0 -X stuff 'hello^M'
wait_for out
cat out
i=0
until grep -q '^got' h 2>/dev/null || [ $i -gt 200 ]; do
  screen -S x -X hardcopy h
  i=$((i + 1))
  sleep 0.05
done
grep . h
screen -S x -X quit
rm -rf s ready out h
