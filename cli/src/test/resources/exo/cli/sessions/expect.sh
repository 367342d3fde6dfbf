# needs: expect, bc
# Dialogues with programs that believe to talk to a person at a terminal.
expect -c 'set timeout 20; log_user 0
  spawn sh; expect -re {[$#] $}; send "echo a\$((6*7))b\r"; expect a42b
  send "stty -echo; exit 5\r"; expect eof; puts [lindex [wait] 3]'
expect -c 'set timeout 20; log_user 0
  spawn bc -q; send "2^64\r"; expect -re {\n([0-9]{9,})} { puts $expect_out(1,string) }; send "quit\r"; expect eof
  spawn sh -c "echo ready; exec cat"; expect ready; send "x\003"; expect eof; puts [lrange [wait] 4 5]'
