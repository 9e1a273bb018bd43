package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Definition;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final String LIST =
      """
      int: base_type name=int byte_size=4 encoding=5
      p: pointer_type byte_size=8 type=@node
      node: structure_type name=node byte_size=16
        member name=next type=@p data_member_location=0
        member name=x type=@int data_member_location=8
      holder: structure_type name=holder byte_size=16
        member name=first type=@node data_member_location=0
      """;

  @Test
  void behindAPointerANamedStructIsOnlyItsName() {
    Written.Lowered written = Written.c(LIST);
    TypeId node = written.lowering().type(written.entry("node"));
    Type.Aggregate struct = (Type.Aggregate) written.types().type(node);
    Type.Pointer next = (Type.Pointer) written.types().type(struct.members().getFirst().type());
    assertThat(written.types().type(next.target()))
        .isEqualTo(new Type.Incomplete(Type.Shape.STRUCT, "node", OptionalLong.empty()));
  }

  @Test
  void theSameStructByValueHasItsMembers() {
    Written.Lowered written = Written.c(LIST);
    assertThat(written.definition("p")).isEqualTo("struct node *");
    assertThat(written.definition("holder")).isEqualTo("struct holder 16 { struct node first @0 }");
    assertThat(written.definition("node"))
        .isEqualTo("struct node 16 { struct node *next @0; int x @64 }");
  }

  @Test
  void anEntryThatIsReachedTwiceIsOneNode() {
    Written.Lowered written = Written.c(LIST);
    TypeId first = written.lowering().type(written.entry("node"));
    TypeId again = written.lowering().type(written.entry("node"));
    assertThat(again).isEqualTo(first);
  }

  @Test
  void aTypedefOfAStructWithoutATagLendsItItsName() {
    Written.Lowered written =
        Written.c(
            """
            s: structure_type byte_size=4
            t: typedef name=spinlock_t type=@s
            p: pointer_type type=@t
            """);
    TypeId pointer = written.lowering().type(written.entry("p"));
    Type.Alias alias =
        (Type.Alias) written.types().type(((Type.Pointer) written.types().type(pointer)).target());
    assertThat(alias.name()).isEqualTo("spinlock_t");
    assertThat(written.types().type(alias.target()))
        .isEqualTo(new Type.Incomplete(Type.Shape.STRUCT, "spinlock_t", OptionalLong.empty()));
  }

  @Test
  void arraysScalarsAndUnnamedStructsBehindAPointerAreWhole() {
    Written.Lowered written =
        Written.c(
            """
            int: base_type name=int byte_size=4 encoding=5
            a: array_type type=@int
              subrange_type count=4
            pa: pointer_type type=@a
            s: structure_type byte_size=4
              member name=x type=@int data_member_location=0
            ps: pointer_type type=@s
            pv: pointer_type
            c: const_type
            pc: pointer_type type=@c
            """);
    assertThat(written.text("pa")).isEqualTo("int (*)[4]");
    TypeId ps = written.lowering().type(written.entry("ps"));
    assertThat(written.types().type(((Type.Pointer) written.types().type(ps)).target()))
        .isInstanceOf(Type.Aggregate.class);
    assertThat(written.text("pv")).isEqualTo("void *");
    assertThat(written.text("pc")).isEqualTo("void *");
  }

  @Test
  void aStructWithoutATagMayReachItselfThroughAPointer() {
    Written.Lowered written =
        Written.c(
            """
            s: structure_type byte_size=8
              member name=next type=@p data_member_location=0
            p: pointer_type type=@s
            """);
    TypeId s = written.lowering().type(written.entry("s"));
    Type.Aggregate struct = (Type.Aggregate) written.types().type(s);
    Type.Pointer next = (Type.Pointer) written.types().type(struct.members().getFirst().type());
    assertThat(next.target()).isEqualTo(s);
  }

  @Test
  void aFunctionMayTakeTheStructThatPointsToIt() {
    Written.Lowered written =
        Written.c(
            """
            s: structure_type name=s byte_size=8
              member name=call type=@p data_member_location=0
            p: pointer_type type=@f
            f: subroutine_type prototyped
              formal_parameter type=@s
            """);
    assertThat(written.definition("s")).isEqualTo("struct s 8 { void (*call)(struct s) @0 }");
  }

  @Test
  void anEntryWithNothingButASignatureIsWhatItSigns() {
    Written.Lowered written =
        Written.c(
            """
            int: base_type name=int byte_size=4 encoding=5
            s: structure_type name=s byte_size=4
              member name=x type=@int data_member_location=0
            e: enumeration_type name=e byte_size=4 type=@int
            signed: structure_type signature=@s
            enum: enumeration_type signature=@e
            p: pointer_type type=@signed
            t: structure_type name=t byte_size=8
              member name=s type=@signed data_member_location=0
              member name=e type=@enum data_member_location=4
            """);
    assertThat(written.definition("t")).isEqualTo("struct t 8 { struct s s @0; enum e e @32 }");
    assertThat(written.text("p")).isEqualTo("struct s *");
  }

  @Test
  void aStructMayPointToAnArrayOfItself() {
    Written.Lowered written =
        Written.rust(
            """
            s: structure_type name=S byte_size=8 alignment=8
              member name=pair type=@p data_member_location=0
            p: pointer_type type=@a name=*mut~[S;~2]
            a: array_type type=@s
              subrange_type count=2
            """);
    assertThat(written.definition("s")).isEqualTo("struct S 8 align 8 { struct S (*pair)[2] @0 }");
    assertThat(written.definition("a")).isEqualTo("struct S[2]");
    TypeId array = written.lowering().type(written.entry("a"));
    assertThat(((Type.Array) written.types().type(array)).stride()).isEqualTo(8);
  }

  @Test
  void aStructThatContainsItselfIsOpaque() {
    assertThat(
            Written.c(
                    """
                    s: structure_type name=s byte_size=8
                      member name=x type=@s data_member_location=0
                    """)
                .definition("s"))
        .isEqualTo("s 8 opaque: contains itself by value");
  }

  @Test
  void typedefsInACircleAreOpaque() {
    Written.Lowered written = Written.c("a: typedef name=a type=@b\nb: typedef name=b type=@a");
    assertThat(written.definition("a")).isEqualTo("a opaque: contains itself by value");
    assertThat(written.definition("b")).isEqualTo("b opaque: contains itself by value");
  }

  @Test
  void theTypeOfNullptrIsAPointer() {
    Written.Lowered written =
        Written.c(
            "t: typedef name=nullptr_t type=@n\nn: unspecified_type name=decltype(nullptr)\n"
                + "o: unspecified_type name=other");
    assertThat(written.definition("t")).isEqualTo("typedef void *nullptr_t");
    assertThat(written.definition("o")).contains("an unspecified type named other");
  }

  @Test
  void qualifiersInACircleAreOpaque() {
    assertThat(Written.c("a: const_type type=@b\nb: volatile_type type=@a").definition("a"))
        .isEqualTo("<opaque> opaque: more than 32 qualifiers in a row");
  }

  @Test
  void typesThatLieTooDeepInEachOtherAreOpaqueAtTheLimit() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append("t%d: structure_type name=t%d byte_size=4\n".formatted(i, i));
      text.append("  member name=m type=@t%d data_member_location=0\n".formatted(i + 1));
    }
    text.append("t1000: base_type name=int byte_size=4 encoding=5");
    Written.Lowered written = Written.c(text.toString());
    written.lowering().type(written.entry("t0"));
    assertThat(written.definition("t256"))
        .isEqualTo("t256 4 opaque: types lie in each other deeper than 256");
  }

  @Test
  void typedefsThatStandForVeryManyOthersAreFollowedToTheEndWithTheFirstAlignment() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      String alignment = i == 500 || i == 900 ? " alignment=" + (i == 500 ? 32 : 64) : "";
      text.append("t%d: typedef name=t%d type=@t%d%s\n".formatted(i, i, i + 1, alignment));
    }
    text.append("t1000: base_type name=int byte_size=4 encoding=5");
    for (String first : List.of("t0", "t400", "t980")) {
      Written.Lowered written = Written.c(text.toString());
      written.lowering().type(written.entry(first));
      assertThat(written.definition("t0")).isEqualTo("typedef int t0 align 32");
      assertThat(alignment(written, "t0")).hasValue(32);
      assertThat(alignment(written, "t600")).hasValue(64);
      assertThat(alignment(written, "t950")).isEmpty();
    }
  }

  private static OptionalInt alignment(Written.Lowered written, String typedef) {
    TypeId id = written.lowering().type(written.entry(typedef));
    return ((Type.Alias) written.types().type(id)).alignment();
  }

  @Test
  void aPointerHasTheSizeOfAnAddressWhereNoneIsStated() {
    Written.Lowered written = Written.unit("language=0x1d", "p: pointer_type", false, 4);
    TypeId id = written.lowering().type(written.entry("p"));
    assertThat(written.types().bytes(id)).contains(4L);
  }

  @Test
  void aDefinitionCarriesNameProducerAndOrigin() {
    Written.Lowered written = Written.c("s: structure_type name=s byte_size=0");
    Definition definition =
        written.lowering().define(written.entry("s"), List.of("bindings", "raw"), 3);
    assertThat(definition.qualifiedName()).isEqualTo("bindings::raw::s");
    assertThat(definition.units()).isEqualTo(3);
    assertThat(definition.producer().text()).isEqualTo("GNU C17 14.2.0");
    assertThat(written.types().origin(definition.type()).unit()).isEqualTo("a.c");
    assertThat(written.types().origin(definition.type()).offset())
        .hasValue(written.entry("s").offset());
  }

  @Test
  void aReferenceIntoNowhereMakesItsHolderOpaque() {
    Written.Lowered written =
        Written.c("s: structure_type name=s byte_size=4\n  member name=x type=0x7ffffff:data4");
    assertThat(written.definition("s")).startsWith("s 4 opaque: ");
  }
}
