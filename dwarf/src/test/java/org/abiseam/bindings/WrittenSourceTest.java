package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of items that rustc expanded. */
class WrittenSourceTest {
  private static final String EXPANDED =
      """
      #[repr(C)]
      pub struct plain { pub a: u8, pub b: [u16; 2], }
      #[repr(C)]
      pub struct condition { pub a: u32 }
      #[repr(C)]
      pub struct twice { pub a: u8 }
      pub mod inner {
          #[repr(C)]
          pub struct twice { pub a: u8 }
      }
      extern "C" {
          pub fn open(path: *const u8, flags: i32)
          -> i32;
          pub fn made(x: u8);
          pub static mut counter: i32;
      }
      """;

  private static final String WRITTEN =
      """
      // struct plain { pub a: u8, pub b: [u16; 2] } stands below
      wrap! {
          pub struct plain {
              /// The first.
              pub a: u8,
              #[cfg(all())] pub b: [u16; 2],
          }
      }
      #[repr(C)] pub struct condition { pub a: u64 }
      #[repr(C)] pub struct twice { pub a: u8 }
      extern "C" {
          pub fn open(
              path: *const u8,
              flags: i32,
          ) -> i32;
          pub static mut counter: i32;
      }
      make!(made);
      """;

  @TempDir private Path folder;

  @Test
  void anItemHasTheLineOfTheOnePlaceThatSaysTheSame() throws IOException {
    assertThat(lines(WRITTEN))
        .containsEntry("plain", "lib.rs:3")
        .containsEntry("open", "lib.rs:12")
        .containsEntry("counter", "lib.rs:16");
  }

  @Test
  void whatIsWrittenOtherwiseOrTwiceOrByAMacroKeepsTheLineOfTheExpandedText() throws IOException {
    assertThat(lines(WRITTEN))
        .containsEntry("condition", "expanded.rs:4")
        .containsEntry("twice", "expanded.rs:6")
        .containsEntry("inner::twice", "expanded.rs:9")
        .containsEntry("made", "expanded.rs:14");
    assertThat(lines(WRITTEN + "mod other { extern { pub static mut counter: i32; } }"))
        .containsEntry("counter", "expanded.rs:15");
  }

  private Map<String, String> lines(String written) throws IOException {
    Path expanded = Files.writeString(folder.resolve("expanded.rs"), EXPANDED);
    Path source = Files.writeString(folder.resolve("lib.rs"), written);
    Path picture = Files.write(folder.resolve("picture.png"), new byte[] {-119, 80});
    List<Path> files = List.of(source, picture, folder.resolve("missing.rs"));
    Map<String, String> lines = new TreeMap<>();
    for (Item item : BindingsSource.expanded(expanded, List.of(), files).items()) {
      Item.Place place = item.place();
      lines.put(item.qualified(), Path.of(place.file()).getFileName() + ":" + place.line());
    }
    return lines;
  }
}
