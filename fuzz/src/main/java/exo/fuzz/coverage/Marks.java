package exo.fuzz.coverage;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts marks at the start of a method, behind each branch that was not taken, and where it leads.
 */
final class Marks {
  private static final ClassDesc EDGES = ClassDesc.of("exo.fuzz.coverage.Edges");
  private static final MethodTypeDesc HIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private Marks() {}

  static CodeTransform transform() {
    return CodeTransform.ofStateful(Collected::new);
  }

  private static final class Collected implements CodeTransform {
    private final List<CodeElement> code = new ArrayList<>();

    @Override
    public void accept(CodeBuilder out, CodeElement element) {
      code.add(element);
    }

    @Override
    public void atEnd(CodeBuilder out) {
      Set<Label> targets = targets(code);
      boolean due = true;
      for (CodeElement e : code) {
        if (e instanceof LabelTarget l && targets.contains(l.label())) {
          due = true;
        }
        if (e instanceof Instruction && due) {
          out.loadConstant(Edges.place()).invokestatic(EDGES, "hit", HIT);
          due = false;
        }
        out.with(e);
        due |= e instanceof BranchInstruction b && isConditional(b.opcode());
      }
    }
  }

  private static boolean isConditional(Opcode opcode) {
    return opcode != Opcode.GOTO && opcode != Opcode.GOTO_W;
  }

  private static Set<Label> targets(List<CodeElement> code) {
    Set<Label> targets = new HashSet<>();
    for (CodeElement e : code) {
      switch (e) {
        case BranchInstruction b -> targets.add(b.target());
        case ExceptionCatch c -> targets.add(c.handler());
        case TableSwitchInstruction s -> {
          targets.add(s.defaultTarget());
          s.cases().stream().map(SwitchCase::target).forEach(targets::add);
        }
        case LookupSwitchInstruction s -> {
          targets.add(s.defaultTarget());
          s.cases().stream().map(SwitchCase::target).forEach(targets::add);
        }
        default -> {}
      }
    }
    return targets;
  }
}
