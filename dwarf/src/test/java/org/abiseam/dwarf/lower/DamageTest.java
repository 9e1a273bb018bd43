package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.abiseam.model.Malformed;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.junit.jupiter.api.Test;

/** Every byte of some entries is changed in turn: a reason may come of it, never an exception. */
class DamageTest {
  private static final int[] VALUES = {0x00, 0x01, 0x7f, 0x80, 0xff};

  private static final String ENTRIES =
      """
      int: base_type name=int byte_size=4 encoding=5
      u8: base_type name=u8 byte_size=1 encoding=7
      e: enumeration_type name=e byte_size=4 type=@int
        enumerator name=A const_value=-1
      a: array_type type=@int
        subrange_type upper_bound=3:data1
        subrange_type count=2
      p: pointer_type byte_size=8 type=@s
      f: subroutine_type prototyped type=@p
        formal_parameter type=@s
        unspecified_parameters
      q: pointer_type byte_size=8 type=@f
      t: typedef name=t type=@s alignment=8
      s: structure_type name=s byte_size=48 alignment=8
        member name=next type=@p data_member_location=0
        member name=b type=@int byte_size=4 bit_size=3 bit_offset=29 data_member_location=8
        member name=c type=@int bit_size=3 data_bit_offset=67
        member name=call type=@q data_member_location=16
        member name=x type=@a data_member_location=24
      o: structure_type name=Option<T> byte_size=8 alignment=8
        variant_part discr=@d
          d: member type=@int data_member_location=0 artificial
          variant discr_value=0
            member name=None type=@none data_member_location=0
          variant
            member name=Some type=@some data_member_location=0
        none: structure_type name=None byte_size=8
        some: structure_type name=Some byte_size=8
          member name=__0 type=@p data_member_location=0
      """;

  private static void damageAll(Written.Lowered whole, Set<String> reasons) {
    for (int at = whole.first(); at < whole.size(); at++) {
      for (int value : VALUES) {
        try {
          lowerAll(whole.damaged(at, value), reasons);
        } catch (Malformed refused) {
          // The unit itself cannot be walked to the labels.
          reasons.add("walk");
        }
      }
    }
  }

  private static void lowerAll(Written.Lowered damaged, Set<String> reasons) {
    damaged.entries().values().forEach(damaged.lowering()::type);
    damaged.entries().values().forEach(damaged.lowering()::signature);
    TypeGraph types = damaged.types();
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      assertThat(TypeText.definition(types, id)).isNotEmpty();
      assertThat(types.bytes(id).orElse(0L)).isNotNegative();
      if (types.type(id) instanceof Type.Opaque opaque) {
        reasons.add(opaque.reason());
      }
    }
  }

  @Test
  void noByteOfCMakesAnException() {
    Set<String> reasons = new HashSet<>();
    damageAll(Written.c(ENTRIES), reasons);
    assertThat(reasons).contains("an alignment of 0").hasSizeGreaterThan(20);
  }

  @Test
  void noByteOfRustMakesAnException() {
    Set<String> reasons = new HashSet<>();
    damageAll(Written.rust(ENTRIES), reasons);
    assertThat(reasons).contains("an alignment of 0").hasSizeGreaterThan(20);
  }
}
