package org.abiseam.model;

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
