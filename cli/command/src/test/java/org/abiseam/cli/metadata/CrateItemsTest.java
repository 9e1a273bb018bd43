package org.abiseam.cli.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abiseam.bindings.WitnessCrate.Kind;
import org.abiseam.cli.metadata.CrateItems.Listed;
import org.junit.jupiter.api.Test;

/** The tree that rustc 1.95 prints. */
final class CrateItemsTest {
  @Test
  void whatOthersMayNameHasThePathThatTheyUse() {
    String listing =
        """
        =Items=
        Public Mod crate {
            Public Mod sys {
                Public Struct point {}
                Public Enum level {
                    Public Variant LOW {}
                    Public Ctor(Variant, Const) ??? {}
                }
                Public Fn draw {}
                Restricted("crate::sys") Fn hidden {}
                Public Static { safety: Unsafe, mutability: Mut, nested: false } count {}
            }
            Restricted("crate") Mod raw {
                Public Union either {}
                Public Fn handed_on {}
            }
            Public TyAlias size {}
            Public Fn last {}
        }
        """;
    assertThat(CrateItems.read("shapes", listing))
        .isEqualTo(
            List.of(
                new Listed(Kind.TYPE, "shapes::sys::point"),
                new Listed(Kind.TYPE, "shapes::sys::level"),
                new Listed(Kind.FUNCTION, "shapes::sys::draw"),
                new Listed(Kind.VARIABLE, "shapes::sys::count"),
                new Listed(Kind.TYPE, "shapes::either"),
                new Listed(Kind.FUNCTION, "shapes::handed_on"),
                new Listed(Kind.FUNCTION, "shapes::last")));
  }
}
