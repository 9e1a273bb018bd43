package org.abiseam.tests.meta;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the texts of a source file that have two words or more: what stands between them in an
 * expression is written as {@code {}}. Faults of ours and citations are no messages.
 */
final class Messages extends TreeScanner<@Nullable Void, @Nullable Void> {
  private static final Pattern WORDS =
      Pattern.compile("[a-z]{2,} +[a-zA-Z{%'\\d]|[\\w}'] [a-z]{2,}");

  private static final Set<String> SILENT =
      Set.of(
          "AssertionError", "Citation", "IllegalStateException", "UnsupportedOperationException");

  private final SortedSet<String> found = new TreeSet<>();

  /** Returns the messages of a source file, sorted. */
  static SortedSet<String> of(Tree file) {
    Messages messages = new Messages();
    messages.scan(file, null);
    return messages.found;
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void none) {
    take(literal);
    return null;
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree sum, @Nullable Void none) {
    if (!isText(sum)) {
      return super.visitBinary(sum, none);
    }
    take(sum);
    between(sum);
    return null;
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void none) {
    return null;
  }

  @Override
  public @Nullable Void visitAssert(AssertTree check, @Nullable Void none) {
    return null;
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree created, @Nullable Void none) {
    return SILENT.contains(created.getIdentifier().toString())
        ? null
        : super.visitNewClass(created, none);
  }

  private void take(ExpressionTree expression) {
    String text = template(expression).strip();
    if (WORDS.matcher(text).find()) {
      found.add(text.replace("\n", "\\n"));
    }
  }

  /** Tells whether an expression is a literal, or a sum with one. */
  private static boolean isText(ExpressionTree expression) {
    return switch (expression) {
      case ParenthesizedTree inner -> isText(inner.getExpression());
      case LiteralTree literal -> literal.getValue() instanceof String;
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
          isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
      default -> false;
    };
  }

  private static String template(ExpressionTree expression) {
    return switch (expression) {
      case ParenthesizedTree inner -> template(inner.getExpression());
      case LiteralTree literal -> String.valueOf(literal.getValue());
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
          template(sum.getLeftOperand()) + template(sum.getRightOperand());
      default -> "{}";
    };
  }

  /** Goes on into what is not text of a sum. */
  private void between(ExpressionTree expression) {
    switch (expression) {
      case ParenthesizedTree inner -> between(inner.getExpression());
      case LiteralTree _ -> {}
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS -> {
        between(sum.getLeftOperand());
        between(sum.getRightOperand());
      }
      default -> scan(expression, null);
    }
  }
}
