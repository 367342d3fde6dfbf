# needs: tmux
# A terminal multiplexer: keys typed into a pane, what is seen there, panes side by side.
export TMUX_TMPDIR="$PWD" TERM=vt100
tmux -f /dev/null new-session -d -s x -x 60 -y 10 'stty size; read a; echo got $a; read b'
# shows WHAT COMMAND...: waits until the command says it.
shows() {
  what=$1 i=0
  shift
  until "$@" | grep -q "$what" || [ $i -gt 400 ]; do i=$((i + 1)); sleep 0.05; done
}
shows '^10 60' tmux capture-pane -p -t x
tmux send-keys -t x hello Enter
shows '^got' tmux capture-pane -p -t x
tmux capture-pane -p -t x | grep .
tmux split-window -t x -h cat
shows ' cat' tmux list-panes -t x -F '#{pane_width} #{pane_current_command}'
tmux list-panes -t x -F '#{pane_width} #{pane_current_command}'
tmux kill-server
rm -rf tmux-*
