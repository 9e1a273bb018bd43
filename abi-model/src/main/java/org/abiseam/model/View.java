package org.abiseam.model;

import java.util.Optional;

/** What one side knows of a type. */
public sealed interface View {

  /**
   * Returns who knows it.
   *
   * @return the compiler
   */
  Producer producer();

  /**
   * Returns where the knowledge was read.
   *
   * @return its origin
   */
  Origin origin();

  /**
   * Tells whether a file of the same recorded name declares another view. Two builds of one source
   * tree in two places name a file so.
   *
   * @param other of the same name or not
   * @return false where one of them states no file
   */
  default boolean sharesFileWith(View other) {
    Optional<String> file = origin().declared().map(Origin.Line::file);
    return file.isPresent() && file.equals(other.origin().declared().map(Origin.Line::file));
  }

  /**
   * Tells whether the same source file of this machine declares another view.
   *
   * @param other of the same name or not
   * @return false where one of them states no file
   */
  default boolean sharesPathWith(View other) {
    Optional<Origin.Line> line = other.origin().declared();
    return line.isPresent() && origin().declared().filter(line.get()::sharesPathWith).isPresent();
  }

  /**
   * Tells whether one file declares another view, or two copies of it: out-of-tree modules are
   * compiled with a copy of the kernel's headers. A name without a directory is that of many files,
   * so the line counts too.
   *
   * @param other of the same name or not
   * @return false where one of them states no file
   */
  default boolean sharesHeaderWith(View other) {
    return sharesPathWith(other)
        || (sharesFileWith(other) && (!lacksDirectory() || sharesLineWith(other)));
  }

  /**
   * Tells whether its declaration file is recorded without a directory.
   *
   * @return false where it states no file
   */
  default boolean lacksDirectory() {
    return origin().declared().filter(line -> line.file().indexOf('/') < 0).isPresent();
  }

  /**
   * Tells whether a line of the same number declares another view.
   *
   * @param other of the same file or not
   * @return false where one of them states no line
   */
  default boolean sharesLineWith(View other) {
    Optional<Integer> line = origin().declared().map(Origin.Line::number);
    return line.isPresent() && line.equals(other.origin().declared().map(Origin.Line::number));
  }

  /**
   * Describes a definition with its structure.
   *
   * @param machine what the object was made for
   * @param types the graph
   * @param definition the definition in that graph
   */
  record Typed(Machine machine, TypeGraph types, Definition definition) implements View {
    @Override
    public Producer producer() {
      return definition.producer();
    }

    @Override
    public Origin origin() {
      return types.origin(definition.type());
    }

    /**
     * Returns the type itself.
     *
     * @return what is behind typedefs and qualifiers
     */
    public Type node() {
      return types.type(types.resolved(definition.type()));
    }
  }

  /**
   * The name is known, its structure is not.
   *
   * @param producer the compiler
   * @param origin where the name was read
   */
  record NameOnly(Producer producer, Origin origin) implements View {}

  /**
   * There is debug info and it could not be read.
   *
   * @param producer the compiler
   * @param origin where reading failed
   * @param reason why
   */
  record Unreadable(Producer producer, Origin origin, String reason) implements View {}
}
