package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.dwarf.TestObject;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.declarator.TypeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records written by hand, by the tables of the kernel's {@code btf.rst}. */
class BtfTest {
  private static final int[] VALUES = {0x00, 0x01, 0x7f, 0x80, 0xff};
  private static final int FLAG = 1 << 31;

  /** Writes records; strings of a module go on where its base's end. */
  private static final class Writer {
    private final ByteBuffer types;
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final int firstString;
    private int next;

    Writer(ByteOrder order, int firstType, int firstString) {
      this.types = ByteBuffer.allocate(4096).order(order);
      this.next = firstType;
      this.firstString = firstString;
      if (firstString == 0) {
        strings.write(0);
      }
    }

    Writer(ByteOrder order) {
      this(order, 1, 0);
    }

    int name(String text) {
      if (text.isEmpty()) {
        return 0;
      }
      int at = firstString + strings.size();
      strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
      return at;
    }

    /** A record of three words and what follows by its kind. */
    int add(int kind, int flagAndCount, String name, int sizeOrType, int... more) {
      types.putInt(name(name)).putInt(kind << 24 | flagAndCount).putInt(sizeOrType);
      for (int word : more) {
        types.putInt(word);
      }
      return next++;
    }

    byte[] bytes() {
      byte[] text = strings.toByteArray();
      ByteBuffer all = ByteBuffer.allocate(24 + types.position() + text.length);
      all.order(types.order()).putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
      all.putInt(0).putInt(types.position()).putInt(types.position()).putInt(text.length);
      return all.put(types.array(), 0, types.position()).put(text).array();
    }

    TestObject object() {
      return objectOf(Map.of(Btf.SECTION, bytes()), types.order());
    }
  }

  private static TestObject objectOf(Map<String, byte[]> sections, ByteOrder order) {
    return TestObject.of("test.o", order == ByteOrder.BIG_ENDIAN, sections);
  }

  /** Numbers 1 to 3, and a struct of each way to write a bit-field. */
  private static Writer everyKind(ByteOrder order) {
    Writer out = new Writer(order);
    int word = out.add(BTF_KIND_INT, 0, "unsigned int", 4, 32);
    int flag = out.add(BTF_KIND_INT, 0, "_Bool", 1, 4 << 24 | 8);
    int real = out.add(BTF_KIND_FLOAT, 0, "double", 8);
    int three = out.add(BTF_KIND_INT, 0, "unsigned int", 4, 3);
    int row = out.add(BTF_KIND_ARRAY, 0, "", 0, word, word, 5);
    int back = out.add(BTF_KIND_PTR, 0, "", out.next + 1);
    out.add(
        BTF_KIND_STRUCT,
        FLAG | 4,
        "flagged",
        40,
        out.name("low"),
        word,
        5 << 24,
        out.name("high"),
        word,
        27 << 24 | 5,
        out.name("row"),
        row,
        32,
        out.name("self"),
        back,
        192);
    out.add(BTF_KIND_STRUCT, 2, "old", 8, out.name("a"), three, 32, out.name("on"), flag, 40);
    out.add(BTF_KIND_UNION, 2, "either", 8, out.name("w"), word, 0, out.name("d"), real, 0);
    out.add(BTF_KIND_ENUM, FLAG | 2, "way", 4, out.name("DOWN"), -1, out.name("UP"), 1);
    out.add(BTF_KIND_ENUM64, 1, "wide", 8, out.name("FAR"), 0, 1);
    out.add(BTF_KIND_FWD, 0, "hidden", 0);
    int constant = out.add(BTF_KIND_CONST, 0, "", word);
    int loose = out.add(BTF_KIND_VOLATILE, 0, "", constant);
    int tagged = out.add(BTF_KIND_TYPE_TAG, 0, "user", loose);
    int alias = out.add(BTF_KIND_TYPEDEF, 0, "word_t", tagged);
    out.add(BTF_KIND_DECL_TAG, 0, "note", alias, -1);
    int call = out.add(BTF_KIND_FUNC_PROTO, 2, "", word, out.name("p"), back, out.name("n"), alias);
    out.add(BTF_KIND_FUNC, 1, "work", call);
    out.add(BTF_KIND_FUNC, 2, "elsewhere", call);
    int variable = out.add(BTF_KIND_VAR, 0, "state", word, 1);
    out.add(BTF_KIND_DATASEC, 1, ".data", 4, variable, 0, 4);
    return out;
  }

  private static ObjectModel model(TestObject object, Optional<Btf> base) {
    return BtfModels.ofEverything().of(object, object.machine(), Btf.read(object, base));
  }

  private static Map<String, String> texts(ObjectModel model) {
    Map<String, String> texts = new HashMap<>();
    for (Definition definition : model.definitions()) {
      texts.put(definition.name(), TypeText.definition(model.types(), definition.type()));
    }
    for (Entity entity : model.entities()) {
      Definition definition = entity.definition();
      texts.put(definition.name(), TypeText.definition(model.types(), definition.type()));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyKindOfRecordInEitherByteOrder(boolean bigEndian) {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ObjectModel model = model(everyKind(order).object(), Optional.empty());
    assertThat(texts(model))
        .containsEntry(
            "flagged",
            "struct flagged 40 { unsigned int low:5 @0; unsigned int high:27 @5;"
                + " unsigned int row[5] @32; struct flagged *self @192 }")
        .containsEntry("old", "struct old 8 { unsigned int a:3 @32; _Bool on @40 }")
        .containsEntry("either", "union either 8 { unsigned int w @0; double d @0 }")
        .containsEntry("way", "enum way signed 4 { DOWN = -1, UP = 1 }")
        .containsEntry("wide", "enum wide unsigned 8 { FAR = 4294967296 }")
        .containsEntry("work", "unsigned int (struct flagged *, word_t)")
        .containsKeys("hidden", "word_t", "state")
        .doesNotContainKey("elsewhere");
  }

  @Test
  void aModuleGoesOnWhereItsBaseEnds() {
    Writer kernel = everyKind(ByteOrder.LITTLE_ENDIAN);
    Btf base = Btf.read(kernel.object(), Optional.empty());
    Writer module = new Writer(ByteOrder.LITTLE_ENDIAN, kernel.next, kernel.strings.size());
    int pointer = module.add(BTF_KIND_PTR, 0, "", 7);
    module.add(
        BTF_KIND_STRUCT, 2, "driver", 16, module.name("of"), pointer, 0, module.name("n"), 1, 64);
    TestObject object = module.object();
    assertThat(Btf.form(kernel.object())).isEqualTo(Btf.Form.WHOLE);
    assertThat(Btf.form(object)).isEqualTo(Btf.Form.SPLIT);
    assertThat(texts(model(object, Optional.of(base))))
        .containsExactly(
            Map.entry("driver", "struct driver 16 { struct flagged *of @0; unsigned int n @64 }"));
  }

  @Test
  void aModuleOnTheBaseOfAnotherBuildIsRefused() {
    Writer kernel = everyKind(ByteOrder.LITTLE_ENDIAN);
    Writer module = new Writer(ByteOrder.LITTLE_ENDIAN, kernel.next, kernel.strings.size());
    module.add(BTF_KIND_STRUCT, 1, "driver", 8, module.name("n"), 1, 0);
    Writer other = everyKind(ByteOrder.LITTLE_ENDIAN);
    other.name("abc");
    Btf base = Btf.read(other.object(), Optional.empty());
    assertThatThrownBy(() -> model(module.object(), Optional.of(base)))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("of another build");
  }

  @Test
  void ofADistilledBaseOnlySizesAreKnown() {
    Writer base = new Writer(ByteOrder.LITTLE_ENDIAN);
    base.add(BTF_KIND_INT, 0, "unsigned int", 4, 32);
    base.add(BTF_KIND_STRUCT, 0, "outer", 24);
    Writer module = new Writer(ByteOrder.LITTLE_ENDIAN, base.next, base.strings.size());
    module.add(BTF_KIND_STRUCT, 2, "driver", 32, module.name("o"), 2, 0, module.name("n"), 1, 192);
    TestObject object =
        objectOf(
            Map.of(Btf.SECTION, module.bytes(), ".BTF.base", base.bytes()),
            ByteOrder.LITTLE_ENDIAN);
    ObjectModel model = model(object, Btf.distilledBase(object));
    assertThat(texts(model).get("driver")).contains("n @192").startsWith("struct driver 32");
  }

  /** Reasons may come of damage, and a refusal of the whole, but no other exception and no hang. */
  @Test
  void noByteMakesAnException() {
    byte[] whole = everyKind(ByteOrder.LITTLE_ENDIAN).bytes();
    Set<String> refusals = new HashSet<>();
    for (int at = 0; at < whole.length; at++) {
      for (int value : VALUES) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) value;
        read(damaged, refusals);
      }
    }
    assertThat(refusals).hasSizeGreaterThan(10);
  }

  @Test
  void noTruncationMakesAnException() {
    byte[] whole = everyKind(ByteOrder.BIG_ENDIAN).bytes();
    Set<String> refusals = new HashSet<>();
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      refusals.clear();
      read(cut, refusals);
      assertThat(refusals).as(length + " bytes").isNotEmpty();
    }
  }

  private static void read(byte[] bytes, Set<String> refusals) {
    try {
      TestObject object = objectOf(Map.of(Btf.SECTION, bytes), ByteOrder.LITTLE_ENDIAN);
      Btf.form(object);
      ObjectModel model = model(object, Optional.empty());
      texts(model).values().forEach(text -> assertThat(text).isNotEmpty());
    } catch (Malformed refused) {
      refusals.add(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  void typesThatLeadToThemselvesEnd() {
    Writer out = new Writer(ByteOrder.LITTLE_ENDIAN);
    out.add(BTF_KIND_TYPEDEF, 0, "loop", 2);
    out.add(BTF_KIND_CONST, 0, "", 1);
    out.add(BTF_KIND_STRUCT, 1, "inside", 8, out.name("itself"), 3, 0);
    out.add(BTF_KIND_ARRAY, 0, "", 0, 4, 4, 2);
    out.add(BTF_KIND_STRUCT, 1, "holder", 8, out.name("rows"), 4, 0);
    Map<String, String> texts = texts(model(out.object(), Optional.empty()));
    assertThat(texts).containsKeys("loop", "inside", "holder");
  }

  @Test
  void aPrototypeForBpfProgramsIsNotThatOfC() {
    Writer out = new Writer(ByteOrder.LITTLE_ENDIAN);
    int number = out.add(BTF_KIND_INT, 0, "int", 4, 1 << 24 | 32);
    int name = out.name("a");
    int shorter = out.add(BTF_KIND_FUNC_PROTO, 1, "", number, name, number);
    int whole = out.add(BTF_KIND_FUNC_PROTO, 2, "", number, name, number, name, number);
    int changed = out.add(BTF_KIND_FUNC, 0, "push", shorter);
    out.add(BTF_KIND_FUNC, 0, "push_impl", whole);
    out.add(BTF_KIND_DECL_TAG, 0, "bpf_kfunc", changed, -1);
    int plain = out.add(BTF_KIND_FUNC, 0, "pop", shorter);
    out.add(BTF_KIND_DECL_TAG, 0, "bpf_kfunc", plain, -1);
    Map<String, String> texts = texts(model(out.object(), Optional.empty()));
    assertThat(texts.get("push")).contains("BPF programs");
    assertThat(texts.get("push_impl")).contains("int, int");
    assertThat(texts.get("pop")).contains("(int").doesNotContain("BPF");
  }

  @Test
  void aFunctionWithTheNameOfAGlobalVariableIsStatic() {
    Writer out = new Writer(ByteOrder.LITTLE_ENDIAN);
    int number = out.add(BTF_KIND_INT, 0, "int", 4, 1 << 24 | 32);
    int prototype = out.add(BTF_KIND_FUNC_PROTO, 0, "", number);
    out.add(BTF_KIND_FUNC, 0, "event", prototype);
    out.add(BTF_KIND_VAR, 0, "event", number, 1);
    assertThat(model(out.object(), Optional.empty()).entities())
        .extracting(Entity::kind)
        .containsExactly(org.abiseam.model.Subject.Kind.VARIABLE);
  }
}
