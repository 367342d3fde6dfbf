package exo.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void membersKeepTheirOrder() {
    assertEquals(
        "{\"b\": 1, \"a\": \"x\", \"n\": null, \"l\": [\"p\", \"q\"], \"e\": []}",
        new JsonWriter()
            .add("b", 1)
            .add("a", "x")
            .add("n", (String) null)
            .add("l", List.of("p", "q"))
            .add("e", List.of())
            .end());
  }

  @Test
  void objectsStandInLists() {
    JsonWriter one = new JsonWriter().add("share", 12.345);
    assertEquals(
        "{\"some\": [{\"share\": 12.3}, {}], \"none\": []}",
        new JsonWriter()
            .addObjects("some", List.of(one, new JsonWriter()))
            .addObjects("none", List.of())
            .end());
  }

  @Test
  void nothingIsAnEmptyObject() {
    assertEquals("{}", new JsonWriter().end());
  }

  @Test
  void whatJsonReservesIsEscaped() {
    assertEquals(
        "{\"k\": \"\\\"\\\\\\u000a\\u0000\\u007f\u00e4\\ud83d\\ude00\"}",
        new JsonWriter().add("k", "\"\\\n\0\u007f\u00e4\ud83d\ude00").end());
  }
}
