package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getLong;

import exo.kernel.abi.Stat;
import exo.kernel.abi.layout.Itimerspec;
import exo.kernel.abi.layout.Itimerval;
import exo.kernel.abi.layout.Rusage;
import exo.kernel.abi.layout.Timespec;
import exo.kernel.abi.layout.Timeval;
import exo.kernel.abi.layout.Timex;
import exo.kernel.abi.layout.Timezone;
import exo.kernel.abi.layout.Tms;
import exo.kernel.abi.layout.Utimbuf;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.StructKind;

/** Structures of times. */
final class TimeText {
  private TimeText() {}

  /** Prints one of the kinds that {@link Structures} sends here. */
  static void print(Printer p, StructKind kind, byte[] s) {
    switch (kind) {
      case TIMESPEC -> timespec(p, s, 0);
      case TIMESPEC_PAIR -> {
        p.text("[");
        fileTime(p, s, 0);
        p.text(", ");
        fileTime(p, s, Timespec.SIZE);
        p.text("]");
      }
      case TIMEVAL -> timeval(p, s, 0);
      case TIMEVAL_PAIR -> {
        p.text("[");
        datedTimeval(p, s, 0);
        p.text(", ");
        datedTimeval(p, s, Timeval.SIZE);
        p.text("]");
      }
      case TIMEZONE -> {
        p.text("{tz_minuteswest=").decimal(getInt(s, Timezone.TZ_MINUTESWEST));
        p.text(", tz_dsttime=").decimal(getInt(s, Timezone.TZ_DSTTIME)).text("}");
      }
      case ITIMERVAL -> {
        p.text("{it_interval=");
        timeval(p, s, Itimerval.IT_INTERVAL);
        p.text(", it_value=");
        timeval(p, s, Itimerval.IT_VALUE);
        p.text("}");
      }
      case ITIMERSPEC -> {
        p.text("{it_interval=");
        timespec(p, s, Itimerspec.IT_INTERVAL);
        p.text(", it_value=");
        timespec(p, s, Itimerspec.IT_VALUE);
        p.text("}");
      }
      case UTIMBUF -> {
        p.text("{actime=");
        dated(p, getLong(s, Utimbuf.ACTIME));
        p.text(", modtime=");
        dated(p, getLong(s, Utimbuf.MODTIME));
        p.text("}");
      }
      case TMS -> {
        p.text("{tms_utime=");
        SignalText.ticks(p, getLong(s, Tms.TMS_UTIME));
        p.text(", tms_stime=");
        SignalText.ticks(p, getLong(s, Tms.TMS_STIME));
        p.text(", tms_cutime=");
        SignalText.ticks(p, getLong(s, Tms.TMS_CUTIME));
        p.text(", tms_cstime=");
        SignalText.ticks(p, getLong(s, Tms.TMS_CSTIME));
        p.text("}");
      }
      case TIMEX -> timex(p, s);
      case RUSAGE -> {
        p.text("{ru_utime=");
        timeval(p, s, Rusage.RU_UTIME);
        p.text(", ru_stime=");
        timeval(p, s, Rusage.RU_STIME);
        p.text(", ...}");
      }
      default -> throw new IllegalArgumentException(kind + " is no time");
    }
  }

  static void timespec(Printer p, byte[] s, int at) {
    p.text("{tv_sec=").decimal(getLong(s, at + Timespec.TV_SEC));
    p.text(", tv_nsec=").unsigned(getLong(s, at + Timespec.TV_NSEC)).text("}");
  }

  static void timeval(Printer p, byte[] s, int at) {
    p.text("{tv_sec=").decimal(getLong(s, at + Timeval.TV_SEC));
    p.text(", tv_usec=").decimal(getLong(s, at + Timeval.TV_USEC)).text("}");
  }

  /** A time for utimensat(2), which knows two that are no times. */
  private static void fileTime(Printer p, byte[] s, int at) {
    long nanos = getLong(s, at + Timespec.TV_NSEC);
    if (nanos == Stat.UTIME_NOW) {
      p.text("UTIME_NOW");
    } else if (nanos == Stat.UTIME_OMIT) {
      p.text("UTIME_OMIT");
    } else {
      timespec(p, s, at);
      comment(p, getLong(s, at + Timespec.TV_SEC), nanos, 9);
    }
  }

  private static void datedTimeval(Printer p, byte[] s, int at) {
    timeval(p, s, at);
    comment(p, getLong(s, at + Timeval.TV_SEC), getLong(s, at + Timeval.TV_USEC), 6);
  }

  private static void comment(Printer p, long seconds, long fraction, int digits) {
    String f = Long.toString(fraction);
    if (fraction >= 0 && f.length() <= digits) {
      p.text(" /* ").date(seconds, fraction == 0 ? "" : "." + "0".repeat(digits - f.length()) + f);
      p.text(" */");
    }
  }

  private static void dated(Printer p, long seconds) {
    p.decimal(seconds).text(" /* ").date(seconds).text(" */");
  }

  private static void timex(Printer p, byte[] s) {
    p.text("{modes=").flags(FlagSet.ADJUST, getInt(s, Timex.MODES) & 0xffff_ffffL);
    p.text(", offset=").decimal(getLong(s, Timex.OFFSET));
    p.text(", freq=").decimal(getLong(s, Timex.FREQ));
    p.text(", maxerror=").decimal(getLong(s, Timex.MAXERROR));
    p.text(", esterror=").decimal(getLong(s, Timex.ESTERROR));
    p.text(", status=").flags(FlagSet.CLOCK_STATUS, getInt(s, Timex.STATUS) & 0xffff_ffffL);
    p.text(", constant=").decimal(getLong(s, Timex.CONSTANT));
    p.text(", precision=").decimal(getLong(s, Timex.PRECISION));
    p.text(", tolerance=").decimal(getLong(s, Timex.TOLERANCE)).text(", time=");
    timeval(p, s, Timex.TIME);
    p.text(", tick=").decimal(getLong(s, Timex.TICK));
    p.text(", ppsfreq=").decimal(getLong(s, Timex.PPSFREQ));
    p.text(", jitter=").decimal(getLong(s, Timex.JITTER));
    p.text(", shift=").decimal(getInt(s, Timex.SHIFT));
    p.text(", stabil=").decimal(getLong(s, Timex.STABIL));
    p.text(", jitcnt=").decimal(getLong(s, Timex.JITCNT));
    p.text(", calcnt=").decimal(getLong(s, Timex.CALCNT));
    p.text(", errcnt=").decimal(getLong(s, Timex.ERRCNT));
    p.text(", stbcnt=").decimal(getLong(s, Timex.STBCNT));
    p.text(", tai=").decimal(getInt(s, Timex.TAI)).text("}");
  }
}
