package exo.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The rules of design that hold for the kernel. */
class ArchitectureTest {
  /**
   * The kernel's packages from the lowest to the highest, each with those below it: it may import
   * from its own line and from earlier ones. A package that is new gets a place here.
   */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("exo.kernel.abi"),
          List.of("exo.kernel.uaccess"),
          List.of("exo.kernel.time"),
          List.of("exo.kernel.sched"),
          List.of("exo.kernel.irq"),
          List.of("exo.kernel.mm"),
          List.of("exo.kernel.vfs"),
          List.of("exo.kernel.fs"),
          List.of("exo.kernel.tty", "exo.kernel.sysvipc", "exo.kernel.mqueue"),
          List.of("exo.kernel.dev"),
          List.of("exo.kernel.futex"),
          List.of("exo.kernel.ipc"),
          List.of("exo.kernel.signal", "exo.kernel.net"),
          List.of("exo.kernel.task"),
          List.of("exo.kernel.exec"),
          List.of("exo.kernel.procfs"),
          List.of("exo.kernel.syscall"),
          List.of("exo.kernel.strace"),
          List.of("exo.kernel"));

  private final JavaClasses module = new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void lowerPackagesNeverImportHigherOnes() {
    List<String> violations = new ArrayList<>();
    for (JavaClass origin : module) {
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (target.getPackageName().startsWith("exo.kernel") && layer(target) > layer(origin)) {
          violations.add(dependency.getDescription());
        }
      }
    }
    assertEquals(List.of(), violations);
  }

  @Test
  void everyPackageHasAPlaceInTheOrder() {
    for (JavaClass origin : module) {
      layer(origin);
    }
  }

  private static int layer(JavaClass type) {
    String name = type.getPackageName();
    for (int i = 0; i < LAYERS.size(); i++) {
      for (String prefix : LAYERS.get(i)) {
        // The kernel's own package is everybody's prefix, and only itself.
        if (name.equals(prefix)
            || (name.startsWith(prefix + ".") && !prefix.equals("exo.kernel"))) {
          return i;
        }
      }
    }
    throw new AssertionError(name + " has no place in the order of layers");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("exo.kernel.(**)").should().beFreeOfCycles().check(module);
  }

  @Test
  void nothingButTheJdkIsNeeded() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("exo..", "java..", "org.jspecify..")
        .check(module);
  }

  @Test
  void nativeCodeIsOutOfReach() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class, FunctionDescriptor.class)
        .check(module);
  }

  @Test
  @SuppressWarnings("restricted")
  void theJvmRefusesNativeAccessToTheKernel() {
    // This test is patched into exo.kernel, so what it may do the kernel may do.
    assertThrows(IllegalCallerException.class, () -> MemorySegment.NULL.reinterpret(1));
  }

  @Test
  void nothingIsStaticAndMutable() {
    fields().that().areStatic().should().beFinal().check(module);
    noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(AtomicInteger.class)
        .orShould()
        .haveRawType(AtomicLong.class)
        .orShould()
        .haveRawType(AtomicBoolean.class)
        .orShould()
        .haveRawType(AtomicReference.class)
        .orShould()
        .haveRawType(ThreadLocal.class)
        .check(module);
  }
}
