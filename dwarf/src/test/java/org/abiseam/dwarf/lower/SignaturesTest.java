package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.model.Signature;
import org.abiseam.model.declarator.TypeText;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private static final String BASE =
      """
      int: base_type name=int byte_size=4 encoding=5
      s: structure_type name=s byte_size=4
        member name=x type=@int data_member_location=0
      ps: pointer_type type=@s
      """;

  private static String text(Written.Lowered written, String label) {
    return switch (written.lowering().signature(written.entry(label))) {
      case Lowering.Understanding.Known(Signature signature) -> {
        StringBuilder text = new StringBuilder();
        signature
            .parameters()
            .forEach(
                it ->
                    text.append(TypeText.declaration(written.types(), it.type(), it.name()))
                        .append("; "));
        yield text
            + signature.arity().name()
            + " "
            + signature.convention()
            + " -> "
            + TypeText.of(written.types(), signature.result());
      }
      case Lowering.Understanding.Unknown(String reason) -> reason;
    };
  }

  private static String c(String text) {
    return text(Written.c(BASE + text), "f");
  }

  @Test
  void parametersByValueAreWholeAndThoseByPointerAreNames() {
    assertThat(
            c(
                """
                f: subprogram name=f type=@int prototyped external
                  formal_parameter name=a type=@s
                  formal_parameter name=b type=@ps
                """))
        .isEqualTo("struct s a; struct s *b; FIXED C -> int");
  }

  @Test
  void dotsWithAPrototypeAreVariadicAndWithoutOneUnknown() {
    assertThat(
            c(
                """
                f: subroutine_type prototyped
                  formal_parameter type=@int
                  unspecified_parameters
                """))
        .isEqualTo("int; VARIADIC C -> void");
    assertThat(c("f: subroutine_type\n  unspecified_parameters"))
        .isEqualTo("UNPROTOTYPED C -> void");
    assertThat(c("f: subprogram name=f type=@int")).isEqualTo("UNPROTOTYPED C -> int");
  }

  @Test
  void anOutOfLineCopyHasTheTypesOfItsAbstractInstance() {
    assertThat(
            c(
                """
                a: subprogram name=g type=@int prototyped
                  p: formal_parameter name=x type=@int
                f: subprogram abstract_origin=@a
                  formal_parameter abstract_origin=@p
                """))
        .isEqualTo("int x; FIXED C -> int");
  }

  @Test
  void aDefinitionHasTheTypesOfItsDeclaration() {
    assertThat(
            c(
                """
                d: subprogram name=g type=@int prototyped declaration
                  formal_parameter type=@int
                f: subprogram specification=@d
                """))
        .isEqualTo("int; FIXED C -> int");
  }

  @Test
  void clangNamesConventions() {
    assertThat(c("f: subroutine_type prototyped calling_convention=0xc1"))
        .isEqualTo("FIXED win64 -> void");
    assertThat(c("f: subroutine_type prototyped calling_convention=0x55"))
        .isEqualTo("FIXED DW_CC 0x55 -> void");
  }

  @Test
  void aParameterWithoutATypeIsAReason() {
    assertThat(c("f: subprogram name=f prototyped\n  formal_parameter name=x"))
        .isEqualTo("parameter x has no type");
  }

  @Test
  void originsInACircleAreAReason() {
    assertThat(c("f: subprogram specification=@g\ng: subprogram abstract_origin=@f"))
        .isEqualTo("more than 8 origins in a row");
  }

  @Test
  void rustNeedsNoPrototype() {
    Written.Lowered rust = Written.rust(BASE + "f: subprogram name=f type=@int external");
    assertThat(text(rust, "f")).isEqualTo("FIXED C -> int");
  }

  @Test
  void anAssemblerFunctionHasNoSignature() {
    Written.Lowered assembler =
        Written.unit(
            "language=0x8001 producer=GNU~AS~2.44", "f: subprogram name=memcpy external", false, 8);
    assertThat(text(assembler, "f"))
        .isEqualTo("the assembler describes functions without their types");
  }

  @Test
  void aFunctionThatGccrsOnlyDeclaresHasNoSignature() {
    assertThat(text(Written.gccrs("f: subprogram name=puts external declaration"), "f"))
        .isEqualTo("gccrs describes declared functions without their types");
  }

  private static String value(String members) {
    String text =
        """
        int: base_type name=int byte_size=4 encoding=5
        c: class_type name=C byte_size=4
          member name=x type=@int data_member_location=0
        %s
        pc: pointer_type type=@c
        rc: reference_type type=@c
        h: structure_type name=H byte_size=4
          member name=c type=@c data_member_location=0
        f: subprogram name=f type=@int external
          formal_parameter name=p type=@h
        """;
    return text(Written.cpp(text.formatted(members)), "f");
  }

  @Test
  void aClassOfCppWithItsOwnCopiesIsPassedByAddress() {
    String byAddress = "struct H *p; FIXED C -> int";
    String byValue = "struct H p; FIXED C -> int";
    assertThat(value("")).isEqualTo(byValue);
    assertThat(value("  subprogram name=~C external")).isEqualTo(byAddress);
    assertThat(value("  subprogram name=~C external defaulted=1")).isEqualTo(byValue);
    assertThat(value("  subprogram name=~C external defaulted=2")).isEqualTo(byAddress);
    assertThat(value("  subprogram name=size external virtuality=1")).isEqualTo(byAddress);
    String copy =
        """
          subprogram name=C external%s
            formal_parameter type=@pc artificial
            formal_parameter type=@rc
        """;
    assertThat(value(copy.formatted(""))).isEqualTo(byAddress);
    assertThat(value(copy.formatted(" defaulted=1"))).isEqualTo(byValue);
    assertThat(value(copy.formatted(" deleted"))).isEqualTo(byAddress);
    String other =
        """
          subprogram name=C external
            formal_parameter type=@pc artificial
            formal_parameter type=@int
        """;
    assertThat(value(other)).isEqualTo(byValue);
  }
}
