package exo.cli.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals sent to this process, in place of what the JVM does on them. They reach Java by {@code
 * sun.misc.Signal} alone, by reflection, because javac refuses that name to those who compile
 * without warnings.
 */
final class HostSignals {
  private HostSignals() {}

  /**
   * Hands a signal on, on a thread of the JVM's; does nothing where the JVM was told to leave
   * signals as they are (-Xrs).
   *
   * @param name without SIG
   * @param handler is given the number
   */
  static void handle(String name, IntConsumer handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      Method number = signal.getMethod("getNumber");
      InvocationHandler invocation =
          (proxy, method, arguments) -> {
            handler.accept((int) number.invoke(arguments[0]));
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(
              HostSignals.class.getClassLoader(), new Class<?>[] {signalHandler}, invocation);
      signal
          .getMethod("handle", signal, signalHandler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException("sun.misc.Signal is not what it was", e);
      }
    }
  }
}
