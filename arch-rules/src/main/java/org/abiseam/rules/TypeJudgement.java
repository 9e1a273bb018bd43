package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.layout.Differences;

/**
 * Judges one shared type.
 *
 * <p>Each Rust view is compared with every C view; the closest counts. Where none agrees, that is
 * the one with the fewest differences, so that the report speaks of the type that was most probably
 * meant.
 */
final class TypeJudgement {
  /** Holds a Rust view and the C view that it is judged by. */
  record ComparedPair(View.Typed provider, View.Typed consumer, Differences differences) {}

  private final Seam.SharedType type;
  private final List<ComparedPair> pairs = new ArrayList<>();
  private final List<Undetermined> unreadable = new ArrayList<>();
  private final List<IncompatibleDefinitions> conflicts = new ArrayList<>();
  private final List<View> namesakes = new ArrayList<>();
  private final List<Finding> stale = new ArrayList<>(0);
  private int placeholders;

  private TypeJudgement(Seam.SharedType type) {
    this.type = type;
  }

  static TypeJudgement of(Seam.SharedType type, Comparisons comparisons) {
    TypeJudgement judgement = new TypeJudgement(type);
    List<View.Typed> provider = judgement.typed(type.provider());
    if (!comparisons.versions() && !provider.stream().allMatch(TypeJudgement::bodiless)) {
      provider.removeIf(TypeJudgement::bodiless);
    }
    Candidates candidates = new Candidates(provider);
    for (View.Typed consumer : judgement.typed(type.consumer())) {
      if (declares(consumer, provider)
          || (!comparisons.versions() && declaredOnly(consumer, provider))) {
        judgement.placeholders++;
      } else if (!provider.isEmpty()) {
        List<View.Typed> kin = judgement.meant(provider, consumer, comparisons);
        judgement.judge(kin.isEmpty() ? candidates : new Candidates(kin), consumer, comparisons);
      }
    }
    judgement.setStaleAside(comparisons);
    // Of two builds, what units of the old one disagree on is no change.
    if (!judgement.pairs.isEmpty()
        && type.kinship() == Seam.Kinship.MEANT
        && !comparisons.versions()) {
      judgement.others(provider, comparisons);
    }
    return judgement;
  }

  /** Returns the definitions that the consumer means for sure, empty where any may be meant. */
  private List<View.Typed> meant(
      List<View.Typed> provider, View.Typed consumer, Comparisons comparisons) {
    if (comparisons.versions()) {
      return some(provider, it -> it.sharesFileWith(consumer));
    }
    if (consumer.producer().language() == Producer.Language.RUST) {
      List<View.Typed> met = some(provider, type.metBy(consumer)::contains);
      List<View.Typed> sized = sized(met.isEmpty() ? provider : met, consumer);
      return sized.isEmpty() ? met : sized;
    }
    List<View.Typed> ofPath = some(provider, it -> it.sharesPathWith(consumer));
    List<View.Typed> known =
        ofPath.isEmpty() ? some(provider, it -> it.sharesFileWith(consumer)) : ofPath;
    List<View.Typed> ofLine = some(known, it -> it.sharesLineWith(consumer));
    return ofLine.isEmpty() ? ofPath : ofLine;
  }

  /** Returns the numbers of the consumer's size that have an enumeration of the same name. */
  private static List<View.Typed> sized(List<View.Typed> provider, View.Typed consumer) {
    return some(
        provider,
        it ->
            bytes(it).equals(bytes(consumer))
                && provider.stream().anyMatch(tag -> namesValues(tag, it)));
  }

  private static Optional<Long> bytes(View.Typed view) {
    return view.types().bytes(view.definition().type());
  }

  private static List<View.Typed> some(List<View.Typed> views, Predicate<View.Typed> wanted) {
    return views.stream().filter(wanted).toList();
  }

  /**
   * Tells whether Rust only declares the type. Rust has no declarations: {@code enum X {}}, a
   * struct of {@code [u8; 0]} or of {@code PhantomData} stands for what lies behind a pointer
   * (Rustonomicon, "Representing opaque structs"). All have no size, which no complete type of
   * standard C has.
   */
  private static boolean declares(View.Typed consumer, List<View.Typed> provider) {
    Type type = consumer.node();
    boolean empty =
        switch (type) {
          case Type.Aggregate aggregate -> aggregate.bytes() == 0;
          case Type.Tagged tagged -> tagged.bytes() == 0;
          case Type.Enumeration enumeration -> enumeration.bytes() == 0;
          case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Sequence _ -> false;
          case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
        };
    return type instanceof Type.Incomplete
        || (empty
            && consumer.producer().language() == Producer.Language.RUST
            && provider.stream()
                .allMatch(it -> it.types().bytes(it.definition().type()).orElse(1L) > 0));
  }

  /**
   * Tells whether one side of C defines what the other only declares, whichever it is, or has as
   * {@code void}: behind a pointer that is enough. Rust has members where it does not say
   * otherwise.
   */
  private static boolean declaredOnly(View.Typed consumer, List<View.Typed> provider) {
    return consumer.producer().language() != Producer.Language.RUST
        && !provider.isEmpty()
        && (bodiless(consumer) || provider.stream().allMatch(TypeJudgement::bodiless));
  }

  private static boolean bodiless(View.Typed view) {
    Type type = view.node();
    return type instanceof Type.Incomplete || type instanceof Type.Void;
  }

  /** What runs was compiled from another text than the one that was given. */
  private void setStaleAside(Comparisons comparisons) {
    for (ComparedPair text : StaleBindings.of(pairs)) {
      pairs.remove(text);
      ComparedPair compiled =
          pairs.stream()
              .filter(one -> !StaleBindings.text(one.consumer()))
              .findFirst()
              .orElseThrow();
      stale.add(StaleBindings.finding(subject(), comparisons, compiled, text));
    }
  }

  /** Lists that bindings are not those that an object was compiled with. */
  List<Finding> stale() {
    return stale;
  }

  private List<View.Typed> typed(List<View> views) {
    List<View.Typed> typed = new ArrayList<>(views.size());
    for (View view : views) {
      switch (view) {
        case View.Typed known -> typed.add(known);
        case View.NameOnly _ -> undetermined(Reason.NO_DEBUG_INFO, "only its name is known", view);
        case View.Unreadable unreadableView ->
            undetermined(Reason.NO_DEBUG_INFO, unreadableView.reason(), view);
      }
    }
    return typed;
  }

  private void undetermined(Reason reason, String detail, View view) {
    unreadable.add(new Undetermined(subject(), reason, detail, view));
  }

  private void judge(Candidates candidates, View.Typed consumer, Comparisons comparisons) {
    ComparedPair found = closest(candidates.of(consumer), consumer, comparisons);
    if (found.differences().distance() > 0 && candidates.incomplete(consumer)) {
      String detail = "more than " + Candidates.MOST + " definitions have this name and size";
      undetermined(Reason.AMBIGUOUS, detail, consumer);
    } else {
      pairs.add(found);
    }
  }

  private static ComparedPair closest(
      List<View.Typed> provider, View.Typed consumer, Comparisons comparisons) {
    View.Typed best = provider.getFirst();
    Differences least = comparisons.compare(best, consumer);
    for (int i = 1; i < provider.size() && least.distance() > 0; i++) {
      Differences other = comparisons.compare(provider.get(i), consumer);
      if (other.distance() < least.distance()) {
        best = provider.get(i);
        least = other;
      }
    }
    return new ComparedPair(best, consumer, least);
  }

  /**
   * Finds other C views: incompatible definitions of the same type, or another type of the same
   * name. A chosen view answers for its declaration file, so two of one file are compared too.
   */
  private void others(List<View.Typed> provider, Comparisons comparisons) {
    List<View.Typed> chosen = pairs.stream().map(ComparedPair::provider).distinct().toList();
    boolean rust = pairs.getFirst().consumer().producer().language() == Producer.Language.RUST;
    for (View.Typed other : provider) {
      View.Typed kin = kin(chosen, other);
      if (kin.equals(other) || namesValues(other, kin) || namesValues(kin, other)) {
        continue;
      }
      Differences found = comparisons.compare(kin, other);
      if (found.differs()) {
        if (kin.sharesHeaderWith(other)) {
          boolean matters = matters(kin, other, comparisons);
          conflicts.add(new IncompatibleDefinitions(kin, other, found, rust, matters));
        } else {
          namesakes.add(other);
        }
      }
    }
  }

  /** Tells whether one is an enumeration that names the values of a number of the same name. */
  private static boolean namesValues(View.Typed tag, View.Typed number) {
    return tag.node() instanceof Type.Enumeration
        && number.node() instanceof Type.Scalar
        && tag.definition().name().equals(number.definition().name());
  }

  /** Returns the first chosen view of the same declaration file, or the first of all. */
  private static View.Typed kin(List<View.Typed> chosen, View.Typed other) {
    for (View.Typed view : chosen) {
      if (view.equals(other) || view.sharesHeaderWith(other)) {
        return view;
      }
    }
    return chosen.getFirst();
  }

  /** Tells whether Rust is wrong with the other definition of a type of one file. */
  private boolean matters(View.Typed kin, View.Typed other, Comparisons comparisons) {
    for (ComparedPair one : pairs.subList(0, Math.min(Candidates.MOST, pairs.size()))) {
      if (one.provider().sharesHeaderWith(kin)
          && comparisons.compare(other, one.consumer()).harmful()) {
        return true;
      }
    }
    return false;
  }

  Subject subject() {
    return new Subject(Subject.Kind.TYPE, type.name());
  }

  List<ComparedPair> pairs() {
    return pairs;
  }

  List<IncompatibleDefinitions> conflicts() {
    return conflicts;
  }

  boolean unsure() {
    return type.kinship() == Seam.Kinship.UNSURE;
  }

  /** Lists what else has the name, of C and of Rust. */
  List<Verification.Namesake> namesakes() {
    List<Verification.Namesake> found = new ArrayList<>(0);
    if (!namesakes.isEmpty()) {
      View chosen = pairs.getFirst().provider();
      found.add(new Verification.Namesake(type.name(), chosen, namesakes));
    }
    if (!type.strangers().isEmpty()) {
      View chosen = type.consumer().getFirst();
      found.add(new Verification.Namesake(type.name(), chosen, type.strangers()));
    }
    return found;
  }

  Verdict verdict(List<Finding> findings, List<Finding> notes) {
    if (!findings.isEmpty()) {
      return new Verdict.Disagree(findings);
    }
    List<Undetermined> reasons = new ArrayList<>(unreadable);
    if (unsure()) {
      String detail = "a Rust type of another crate has this name and different members";
      reasons.add(
          new Undetermined(subject(), Reason.AMBIGUOUS, detail, type.consumer().getFirst()));
    } else {
      pairs.forEach(one -> undecided(one, reasons));
    }
    if (!reasons.isEmpty()) {
      return new Verdict.NotDetermined(reasons);
    }
    return pairs.isEmpty() && placeholders > 0
        ? new Verdict.OpaqueDeclaration()
        : new Verdict.Agree(notes);
  }

  private void undecided(ComparedPair one, List<Undetermined> reasons) {
    for (Differences.Undecided open : one.differences().undecided()) {
      View lacking =
          switch (open.reason()) {
            case BIT_FIELD_POSITIONS,
                OPAQUE,
                UNSUPPORTED,
                AMBIGUOUS,
                SOFT_FLOAT,
                REGISTERS_OF_RUST,
                BINDINGS_STALE,
                MEANING_LOST,
                SWITCHES,
                CONVENTION,
                NO_PROTOTYPE,
                NO_CHECKSUM,
                RUST_OF_TWO_BUILDS,
                IMPORTED_BY_RUST,
                IMPORTED_BY_CLANG,
                LEFT_OUT_BY_CLANG ->
                one.consumer();
            case ALIGNMENT, DECLARED_ONLY, NOT_MODELLED, NO_DEBUG_INFO -> one.provider();
          };
      Undetermined reason = new Undetermined(subject(), open.reason(), open.sentence(), lacking);
      if (reasons.stream().noneMatch(known -> known.detail().equals(reason.detail()))) {
        reasons.add(reason);
      }
    }
  }
}
