"""Sits at a terminal: runs a program on a pseudoterminal and does what the lines of the first
argument say, one after the other.

  see TEXT       waits until the program has written TEXT behind what was seen before
  type TEXT      types it
  size ROWS COLUMNS
  raw yes|no     whether the terminal hands on keys as they are, without echo
  hang up        closes the terminal
  send SIGNAL    sends a signal to the program itself

TEXT is a Python literal. What was written goes to standard output at the end, and behind it whether
the terminal's modes are as they were. The status is the program's, or 99 when a line failed.
"""

import ast, fcntl, os, select, signal, struct, sys, termios, time

PATIENCE = 60

steps = sys.argv[1].splitlines()
program = sys.argv[2:]
master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
before = termios.tcgetattr(slave)
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in range(3):
        os.dup2(slave, fd)
    os.closerange(3, 20)
    os.execv(program[0], program)

written = b""
seen = 0


def read(seconds):
    global written
    if not select.select([master], [], [], seconds)[0]:
        return True
    try:
        more = os.read(master, 65536)
    except OSError:
        more = b""
    written += more
    return bool(more)


def wait_until(holds, what):
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end or not read(0.1):
            fail(what)


def fail(what):
    sys.stdout.write("FAILED at %s behind %r\n" % (what, written[seen:]))
    sys.stdout.flush()
    os.kill(child, signal.SIGKILL)
    os._exit(99)


def is_raw():
    return termios.tcgetattr(slave)[3] & (termios.ECHO | termios.ICANON | termios.ISIG) == 0


hung_up = False
for step in steps:
    word, _, rest = step.strip().partition(" ")
    if word == "see":
        text = ast.literal_eval("b" + rest)
        wait_until(lambda: text in written[seen:], step)
        seen = written.index(text, seen) + len(text)
    elif word == "type":
        os.write(master, ast.literal_eval("b" + rest))
    elif word == "size":
        rows, columns = map(int, rest.split())
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    elif word == "raw":
        wait_until(lambda: is_raw() == (rest == "yes"), step)
    elif word == "send":
        os.kill(child, getattr(signal, rest))
    elif word == "hang":
        os.close(slave)
        os.close(master)
        hung_up = True
    else:
        fail(step)

end = time.monotonic() + PATIENCE
while True:
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended:
        break
    if not hung_up:
        read(0.05)
    else:
        time.sleep(0.05)
    if time.monotonic() > end:
        fail("the end")
if not hung_up:
    while select.select([master], [], [], 0)[0] and read(0):
        pass
    sys.stdout.buffer.write(written)
    print("\nrestored: %s" % (termios.tcgetattr(slave) == before))
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
