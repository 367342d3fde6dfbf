package exo.cpu.unicorn.sys;

import exo.mem.host.Linkage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where libunicorn is: the file that the system property {@code exo.unicorn} names, else what the
 * system's loader finds. Loaded once for the life of the process.
 *
 * @param symbols the library's functions; null when it cannot be used
 * @param detail version and place, or why it cannot be used
 * @param remedy what to do about it; empty when usable
 */
public record UnicornLibrary(@Nullable SymbolLookup symbols, String detail, String remedy) {
  /** The system property with the path of the library's file. */
  public static final String PROPERTY = "exo.unicorn";

  /**
   * The first version that pages correctly, as {@code uc_version} packs it without the last byte.
   */
  private static final int OLDEST = 0x020104;

  private static final String REMEDY =
      "install libunicorn 2.1.4 or newer and name its file with -D"
          + PROPERTY
          + "=FILE, or run ./exo doctor";

  /** A holder, so that the search runs when first asked for. */
  private static final class Found {
    static final UnicornLibrary LIBRARY = locate(System.getProperty(PROPERTY), systemNames());
  }

  /** The library of this process. */
  public static UnicornLibrary find() {
    return Found.LIBRARY;
  }

  public boolean usable() {
    return symbols != null;
  }

  SymbolLookup require() {
    if (symbols == null) {
      throw new IllegalStateException(detail);
    }
    return symbols;
  }

  /**
   * Searches as {@link #find} does.
   *
   * @param file the only place to look at, or null for the system's loader
   * @param names what to ask the loader for, in order
   */
  public static UnicornLibrary locate(@Nullable String file, List<String> names) {
    if (file != null && !file.isEmpty()) {
      try {
        Path path = Path.of(file).toAbsolutePath();
        return checked(SymbolLookup.libraryLookup(path, Arena.global()), path.toString());
      } catch (IllegalArgumentException e) {
        return unusable("cannot load " + file + " (property " + PROPERTY + ")");
      }
    }
    UnicornLibrary first = null;
    for (String name : names) {
      try {
        UnicornLibrary found = checked(SymbolLookup.libraryLookup(name, Arena.global()), name);
        if (found.usable()) {
          return found;
        }
        first = first == null ? found : first;
      } catch (IllegalArgumentException e) {
        // Not under this name: the next one, and the message below when none is left.
      }
    }
    return first != null ? first : unusable("this machine has no libunicorn");
  }

  private static List<String> systemNames() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return List.of(
          "libunicorn.2.dylib", "libunicorn.dylib", "/opt/homebrew/lib/libunicorn.dylib");
    }
    if (os.contains("windows")) {
      return List.of("unicorn.dll");
    }
    return List.of("libunicorn.so.2", "libunicorn.so");
  }

  private static UnicornLibrary checked(SymbolLookup symbols, String place) {
    MemorySegment function = symbols.find("uc_version").orElse(null);
    if (function == null) {
      return unusable(place + " is not libunicorn");
    }
    int packed;
    try {
      packed = (int) (long) Linkage.function(function).invokeExact(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
    String version = "libunicorn " + version(packed) + " in " + place;
    return newEnough(packed)
        ? new UnicornLibrary(symbols, version, "")
        : unusable(version + " is too old: it does not page correctly");
  }

  /** Whether a version, as {@code uc_version} packs it, is one that pages correctly. */
  static boolean newEnough(int packed) {
    return packed >>> 8 >= OLDEST;
  }

  static String version(int packed) {
    return (packed >>> 24) + "." + ((packed >>> 16) & 255) + "." + ((packed >>> 8) & 255);
  }

  private static UnicornLibrary unusable(String why) {
    return new UnicornLibrary(null, why, REMEDY);
  }
}
