package exo.mem;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of design that hold for guest memory. */
class ArchitectureTest {
  private final JavaClasses module = new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void onlyTheHostPackageLinksNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("exo.mem.host")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .check(module);
  }

  @Test
  void layoutAndHostKnowNothingOfMemoryOrPaging() {
    noClasses()
        .that()
        .resideInAnyPackage("exo.mem.layout", "exo.mem.host")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("exo.mem.phys", "exo.mem.paging")
        .check(module);
  }

  @Test
  void physicalMemoryKnowsNothingOfPaging() {
    noClasses()
        .that()
        .resideInAPackage("exo.mem.phys")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("exo.mem.paging")
        .check(module);
  }

  @Test
  void nothingButTheJdkIsNeeded() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("exo.mem..", "java..", "org.jspecify..")
        .check(module);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(module);
  }
}
