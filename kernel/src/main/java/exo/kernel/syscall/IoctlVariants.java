package exo.kernel.syscall;

import static exo.kernel.abi.Ioctl.*;
import static exo.kernel.syscall.Arg.FD;
import static exo.kernel.syscall.Arg.INT;
import static exo.kernel.syscall.Arg.OPEN_FLAGS;
import static exo.kernel.syscall.Arg.SIGNAL;
import static exo.kernel.syscall.Arg.in;
import static exo.kernel.syscall.Arg.inOut;
import static exo.kernel.syscall.Arg.oneOf;
import static exo.kernel.syscall.Arg.out;
import static exo.kernel.syscall.StructKind.*;

/** What the commands of ioctl(2) take that are known here. */
final class IoctlVariants {
  static final Variants IOCTL = interfaces(files(terminals(begin()))).build();

  private IoctlVariants() {}

  private static Variants.Builder begin() {
    return Variants.after(FD, oneOf(ValueSet.IOCTL))
        .on(FIOCLEX)
        .on(FIONCLEX)
        .on(FIONBIO, in(S32))
        .on(FIOASYNC, in(S32))
        .on(FIONREAD, out(S32))
        .on(FIOQSIZE, out(LOFF_T));
  }

  private static Variants.Builder terminals(Variants.Builder b) {
    return b.on(TCGETS, out(TERMIOS))
        .on(TCSETS, in(TERMIOS))
        .on(TCSETSW, in(TERMIOS))
        .on(TCSETSF, in(TERMIOS))
        .on(TCGETS2, out(TERMIOS2))
        .on(TCSETS2, in(TERMIOS2))
        .on(TCSETSW2, in(TERMIOS2))
        .on(TCSETSF2, in(TERMIOS2))
        .on(TCSBRK, INT)
        .on(TCSBRKP, INT)
        .on(TCXONC, oneOf(ValueSet.FLOW))
        .on(TCFLSH, oneOf(ValueSet.FLUSH))
        .on(TIOCEXCL)
        .on(TIOCNXCL)
        .on(TIOCGEXCL, out(S32))
        .on(TIOCSCTTY, INT)
        .on(TIOCNOTTY)
        .on(TIOCGPGRP, out(PID_T))
        .on(TIOCSPGRP, in(PID_T))
        .on(TIOCGSID, out(PID_T))
        .on(TIOCOUTQ, out(S32))
        .on(TIOCSTI, in(S8))
        .on(TIOCGWINSZ, out(WINSIZE))
        .on(TIOCSWINSZ, in(WINSIZE))
        .on(TIOCMGET, out(X32))
        .on(TIOCMSET, in(X32))
        .on(TIOCMBIS, in(X32))
        .on(TIOCMBIC, in(X32))
        .on(TIOCCONS)
        .on(TIOCPKT, in(S32))
        .on(TIOCGPKT, out(S32))
        .on(TIOCGETD, out(S32))
        .on(TIOCSETD, in(S32))
        .on(TIOCGPTN, out(U32))
        .on(TIOCSPTLCK, in(S32))
        .on(TIOCGPTLCK, out(S32))
        .on(TIOCGPTPEER, OPEN_FLAGS)
        .on(TIOCSIG, SIGNAL)
        .on(TIOCVHANGUP)
        .on(TIOCGLCKTRMIOS, out(TERMIOS))
        .on(TIOCSLCKTRMIOS, in(TERMIOS));
  }

  private static Variants.Builder files(Variants.Builder b) {
    return b.on(FIBMAP, inOut(S32))
        .on(FIGETBSZ, out(S32))
        .on(FICLONE, FD)
        .on(FICLONERANGE, in(CLONE_RANGE))
        .on(FS_IOC_GETFLAGS, out(X32))
        .on(FS_IOC_SETFLAGS, in(X32))
        .on(BLKGETSIZE, out(U64))
        .on(BLKGETSIZE64, out(U64))
        .on(BLKSSZGET, out(S32))
        .on(RNDGETENTCNT, out(S32))
        .on(KDGKBTYPE, out(S8))
        .on(KDGETMODE, out(S32));
  }

  private static Variants.Builder interfaces(Variants.Builder b) {
    return b.on(SIOCGIFCONF, inOut(IFCONF))
        .on(SIOCGIFFLAGS, inOut(IFREQ))
        .on(SIOCGIFADDR, inOut(IFREQ))
        .on(SIOCGIFDSTADDR, inOut(IFREQ))
        .on(SIOCGIFBRDADDR, inOut(IFREQ))
        .on(SIOCGIFNETMASK, inOut(IFREQ))
        .on(SIOCGIFMETRIC, inOut(IFREQ))
        .on(SIOCGIFMTU, inOut(IFREQ))
        .on(SIOCGIFHWADDR, inOut(IFREQ))
        .on(SIOCGIFINDEX, inOut(IFREQ))
        .on(SIOCGIFNAME, inOut(IFREQ))
        .on(SIOCGIFTXQLEN, inOut(IFREQ));
  }
}
