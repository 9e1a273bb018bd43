package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of GCC 16; the expected values are what {@code readelf -nA} prints of them. */
class BuildAttributesTest {
  private static final Path OBJECTS = Path.of("..", "fixtures", "seams", "prebuilt", "marks");

  @TempDir private Path directory;

  private static Map<String, String> marks(Path path) {
    try (Container container = Containers.open(path);
        Container.OpenObject object = container.members().getFirst().open()) {
      return object.file().marks();
    }
  }

  private static Map<String, String> marks(String target) {
    return marks(OBJECTS.resolve(target + ".o"));
  }

  @Test
  void propertiesOfX86() {
    assertThat(marks("x86_64-linux-gnu")).isEqualTo(Map.of("IBT", "yes"));
  }

  @Test
  void buildAttributesOfArmOf64Bits() {
    assertThat(marks("aarch64-linux-gnu")).isEqualTo(Map.of("BTI", "yes", "PAC", "yes"));
  }

  @Test
  void buildAttributesOfArmOf32Bits() {
    assertThat(marks("arm-linux-gnueabihf"))
        .isEqualTo(
            Map.of("Tag_ABI_PCS_wchar_t", "4", "Tag_ABI_VFP_args", "1", "Tag_ABI_enum_size", "1"));
  }

  @Test
  void attributesOfRiscV() {
    assertThat(marks("riscv64-linux-gnu")).isEqualTo(Map.of("Tag_RISCV_stack_align", "32"));
  }

  @Test
  void attributesOfGnu() {
    assertThat(marks("powerpc-linux-gnu")).isEqualTo(Map.of("Tag_GNU_Power_ABI_FP", "2"));
    assertThat(marks("mips64el-linux-gnuabi64")).isEqualTo(Map.of("Tag_GNU_MIPS_ABI_FP", "1"));
  }

  /** An object that passes no {@code long double} states the registers alone. */
  @Test
  void theFloatsOfPowerAreTwoAttributes() throws IOException {
    byte[] attributes = {'A', 15, 0, 0, 0, 'g', 'n', 'u', 0, 1, 7, 0, 0, 0, 4, 9};
    byte[] file =
        Elves.of(Machine.EM_PPC64, true, false)
            .section(".gnu.attributes", 0x6ffffff5, 0, attributes)
            .bytes();
    assertThat(marks(Files.write(directory.resolve("floats.o"), file)))
        .isEqualTo(Map.of("Tag_GNU_Power_ABI_FP", "1", "Tag_GNU_Power_ABI_FP.long_double", "8"));
  }

  @Test
  void damageEndsAsDamageWhateverByteItHits() throws IOException {
    for (String target :
        new String[] {"x86_64-linux-gnu", "aarch64-linux-gnu", "arm-linux-gnueabihf"}) {
      byte[] whole = Files.readAllBytes(OBJECTS.resolve(target + ".o"));
      Path damaged = directory.resolve("damaged.o");
      for (int at = 64; at < whole.length; at += 3) {
        byte[] copy = whole.clone();
        copy[at] ^= (byte) 0xff;
        Files.write(damaged, copy);
        try {
          assertThat(marks(damaged)).isNotNull();
        } catch (Malformed fault) {
          assertThat(fault).hasMessageMatching("(?s).+");
        }
      }
    }
  }
}
