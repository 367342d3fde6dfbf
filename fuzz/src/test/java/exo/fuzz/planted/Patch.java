package exo.fuzz.planted;

import exo.kernel.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of the code of one method. A change that finds nothing to change is an error, so that
 * a mistake cannot be unplanted by accident.
 */
final class Patch {
  private static final ClassDesc ERRNO = ClassDesc.of("exo.kernel.abi.Errno");

  /** Writes the elements of a method anew; answers how many places it changed. */
  @FunctionalInterface
  interface Edit {
    int apply(List<CodeElement> code, CodeBuilder out);
  }

  private final String type;
  private final String method;
  private final Edit edit;

  private Patch(String type, String method, Edit edit) {
    this.type = type;
    this.method = method;
    this.edit = edit;
  }

  /** In a method of a class, by their names; of all methods of that name. */
  static Patch in(String type, String method, Edit edit) {
    return new Patch(type, method, edit);
  }

  /** Calls of {@code name} are left out; what they would answer is 0 or null. */
  static Edit skip(String name) {
    return (code, out) -> {
      int changes = 0;
      for (CodeElement e : code) {
        if (e instanceof InvokeInstruction i && i.name().equalsString(name)) {
          leaveOut(i, out);
          changes++;
        } else {
          out.with(e);
        }
      }
      return changes;
    };
  }

  private static void leaveOut(InvokeInstruction call, CodeBuilder out) {
    MethodTypeDesc type = call.typeSymbol();
    for (ClassDesc p : type.parameterList().reversed()) {
      if (TypeKind.from(p).slotSize() == 2) {
        out.pop2();
      } else {
        out.pop();
      }
    }
    if (call.opcode() != Opcode.INVOKESTATIC) {
      out.pop();
    }
    switch (TypeKind.from(type.returnType())) {
      case VOID -> {}
      case LONG -> out.lconst_0();
      case REFERENCE -> out.aconst_null();
      default -> out.iconst_0();
    }
  }

  /**
   * {@code if (...) throw Errno.X;} is never true; of several conditions the last.
   *
   * @param nth which of them in the method, from 1 on
   */
  static Edit unchecked(String errno, int nth) {
    return (code, out) -> {
      int changes = 0;
      int seen = 0;
      for (int i = 0; i < code.size(); i++) {
        CodeElement e = code.get(i);
        if (e instanceof BranchInstruction b && throwsErrno(code, i + 1, errno) && ++seen == nth) {
          pop(b.opcode(), out);
          out.goto_(b.target());
          changes++;
        } else {
          out.with(e);
        }
      }
      return changes;
    };
  }

  private static boolean throwsErrno(List<CodeElement> code, int from, String errno) {
    int i = from;
    while (i < code.size() && !(code.get(i) instanceof Instruction)) {
      i++;
    }
    return i + 1 < code.size()
        && code.get(i) instanceof FieldInstruction f
        && f.owner().asSymbol().equals(ERRNO)
        && f.name().equalsString(errno)
        && code.subList(i + 1, code.size()).stream()
            .filter(e -> e instanceof Instruction)
            .findFirst()
            .filter(e -> e instanceof ThrowInstruction)
            .isPresent();
  }

  private static void pop(Opcode branch, CodeBuilder out) {
    switch (branch) {
      case GOTO, GOTO_W -> {}
      case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE ->
          out.pop2();
      default -> out.pop();
    }
  }

  /** One errno for another. */
  static Edit errno(String right, String wrong) {
    return (code, out) -> {
      int changes = 0;
      for (CodeElement e : code) {
        if (e instanceof FieldInstruction f
            && f.owner().asSymbol().equals(ERRNO)
            && f.name().equalsString(right)) {
          out.getstatic(ERRNO, wrong, ERRNO);
          changes++;
        } else {
          out.with(e);
        }
      }
      return changes;
    };
  }

  /** The first comparison of a kind becomes one of another kind. */
  static Edit comparison(Opcode right, Opcode wrong) {
    return (code, out) -> {
      int changes = 0;
      for (CodeElement e : code) {
        if (changes == 0 && e instanceof BranchInstruction b && b.opcode() == right) {
          out.with(BranchInstruction.of(wrong, b.target()));
          changes++;
        } else {
          out.with(e);
        }
      }
      return changes;
    };
  }

  /** One number for another, wherever it is written. */
  static Edit constant(Number right, Number wrong) {
    return (code, out) -> {
      int changes = 0;
      for (CodeElement e : code) {
        if (e instanceof ConstantInstruction c && right.equals(c.constantValue())) {
          if (wrong instanceof Long l) {
            out.loadConstant(l.longValue());
          } else {
            out.loadConstant(wrong.intValue());
          }
          changes++;
        } else {
          out.with(e);
        }
      }
      return changes;
    };
  }

  /** The method answers this whatever it is asked. */
  static Edit answers(int value) {
    return (code, out) -> {
      out.loadConstant(value).ireturn();
      return 1;
    };
  }

  /** The name of the class that is patched. */
  String type() {
    return type;
  }

  /** The bytes of the class with the change. */
  byte[] apply() throws IOException {
    try (InputStream in =
        Machine.class.getModule().getResourceAsStream(type.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IllegalStateException("there is no " + type);
      }
      return apply(in.readAllBytes());
    }
  }

  /** Knows the kernel's classes. */
  static ClassFile classFile() {
    return ClassFile.of(
        ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofClassLoading(ClassLoader.getSystemClassLoader())));
  }

  private byte[] apply(byte[] original) {
    int[] changes = new int[1];
    byte[] patched =
        classFile()
            .transformClass(
                classFile().parse(original),
                ClassTransform.transformingMethods(
                    m -> m.methodName().equalsString(method), transform(changes)));
    if (changes[0] == 0) {
      throw new IllegalStateException("nothing to change in " + type + "." + method);
    }
    return patched;
  }

  private MethodTransform transform(int[] changes) {
    return MethodTransform.transformingCode(
        CodeTransform.ofStateful(
            () -> {
              List<CodeElement> code = new ArrayList<>();
              return new CodeTransform() {
                @Override
                public void accept(CodeBuilder out, CodeElement element) {
                  code.add(element);
                }

                @Override
                public void atEnd(CodeBuilder out) {
                  changes[0] += edit.apply(code, out);
                }
              };
            }));
  }
}
