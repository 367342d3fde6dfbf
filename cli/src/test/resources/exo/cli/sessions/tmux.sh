# needs: tmux
# A terminal multiplexer: keys typed into a pane, what is seen there, panes side by side.
export TMUX_TMPDIR="$PWD" TERM=vt100
tmux -f /dev/null new-session -d -s x -x 60 -y 10 'stty size; read a; echo got $a; read b'
tmux send-keys -t x hello Enter
i=0
until tmux capture-pane -p -t x | grep -q '^got' || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.05; done
tmux capture-pane -p -t x | grep .
tmux split-window -t x -h cat
tmux list-panes -t x -F '#{pane_width} #{pane_current_command}'
tmux kill-server
rm -rf tmux-*
