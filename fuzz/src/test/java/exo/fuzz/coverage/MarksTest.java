package exo.fuzz.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class MarksTest {
  /** What is marked here. */
  public static final class Sample implements IntUnaryOperator {
    @Override
    public int applyAsInt(int n) {
      int sum = 0;
      for (int i = 0; i < n; i++) {
        sum += i;
      }
      if (n > 100) {
        sum = -sum;
      }
      try {
        return switch (n) {
          case 7 -> 700;
          case 8 -> Integer.parseInt("not a number");
          default -> sum;
        };
      } catch (NumberFormatException e) {
        return -8;
      }
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(MarksTest.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(Sample.class.getName(), bytes, 0, bytes.length);
    }
  }

  private static IntUnaryOperator marked() throws Exception {
    String file = "MarksTest$Sample.class";
    try (InputStream in = MarksTest.class.getResourceAsStream(file)) {
      ClassFile classes = ClassFile.of();
      byte[] bytes =
          classes.transformClass(
              classes.parse(in.readAllBytes()),
              ClassTransform.transformingMethodBodies(Marks.transform()));
      return (IntUnaryOperator) new Loader().define(bytes).getConstructor().newInstance();
    }
  }

  @Test
  void eachNewBranchCountsOnceAndTheCodeDoesWhatItDid() throws Exception {
    IntUnaryOperator marked = marked();
    IntUnaryOperator plain = new Sample();
    Edges.collect();
    int reached = Edges.reached();
    for (int n : new int[] {0, 3, 101, 7, 8}) {
      assertEquals(plain.applyAsInt(n), marked.applyAsInt(n));
      int fresh = Edges.collect();
      assertTrue(fresh > 0, "input " + n + " takes a branch that none before it took");
      reached += fresh;
      assertEquals(plain.applyAsInt(n), marked.applyAsInt(n));
      assertEquals(0, Edges.collect(), "nothing new in " + n + " again");
    }
    assertEquals(reached, Edges.reached());
    assertTrue(Edges.marked() >= Edges.reached());
  }

  @Test
  void withoutTheAgentNothingIsMarked() {
    assertFalse(Edges.isOn());
  }
}
