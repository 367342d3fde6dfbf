package exo.fuzz.coverage;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Marks the kernel's classes as they are loaded. */
public final class Agent {
  private static final String KERNEL = "exo.kernel";

  private Agent() {}

  /** Called by the JVM before the main class. */
  public static void premain(@Nullable String options, Instrumentation jvm) {
    Module kernel = ModuleLayer.boot().findModule(KERNEL).orElseThrow();
    jvm.redefineModule(
        kernel, Set.of(Agent.class.getModule()), Map.of(), Map.of(), Set.of(), Map.of());
    ClassFile classes =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(Agent.class.getClassLoader())));
    jvm.addTransformer(new Marker(classes));
    Edges.switchOn();
  }

  private record Marker(ClassFile classes) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        Module module,
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (!KERNEL.equals(module.getName())) {
        return null;
      }
      try {
        return classes.transformClass(
            classes.parse(bytes), ClassTransform.transformingMethodBodies(Marks.transform()));
      } catch (RuntimeException e) {
        // The JVM would swallow it, and the class would go unmarked without a word.
        throw new IllegalStateException("cannot mark " + name + List.of(e.getStackTrace()), e);
      }
    }
  }
}
