package exo.cpu.engines;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs all tests of a class once on each engine there is. Its name is the argument of the class's
 * constructor, or the value of its field annotated with {@code Parameter}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("exo.cpu.engines.Engines#present")
public @interface OnEveryEngine {}
