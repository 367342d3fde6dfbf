package exo.cpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of design that hold for the CPU interface and its engines. */
class ArchitectureTest {
  private final JavaClasses module = new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void onlyBindingsLinkNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("exo.cpu..sys")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .check(module);
  }

  @Test
  void theInterfaceKnowsNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage("exo.cpu", "exo.cpu.x86")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("exo.cpu", "exo.cpu.x86", "exo.mem..", "java..", "org.jspecify..")
        .check(module);
  }

  @Test
  void nothingButTheJdkIsNeeded() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("exo.cpu..", "exo.mem..", "java..", "org.jspecify..")
        .check(module);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(module);
  }
}
