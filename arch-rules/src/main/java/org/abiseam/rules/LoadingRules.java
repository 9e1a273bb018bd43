package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Linkage.Tables;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;

/**
 * What the kernel's loader asks before it links a module: that each symbol is exported, in a
 * namespace that the module imports, with the checksum that the module was built with.
 */
final class LoadingRules {
  private static final Citation RESOLVE =
      new Citation("Linux, kernel/module/main.c", "resolve_symbol");
  private static final Citation VERSIONS =
      new Citation("Linux, kernel/module/version.c", "check_version");

  /** A namespace of this form names the modules that may take the symbol. */
  private static final String FOR_MODULES = "module:";

  private final Seam seam;
  private final List<Finding> findings = new ArrayList<>();

  private LoadingRules(Seam seam) {
    this.seam = seam;
  }

  static List<Finding> check(Seam seam) {
    LoadingRules rules = new LoadingRules(seam);
    for (Tables module : seam.linkage().objects()) {
      if (module.form() == Linkage.Form.MODULE) {
        rules.exported(module);
        rules.checksums(module);
      }
    }
    return rules.findings;
  }

  private void exported(Tables module) {
    if (!seam.linkage().exporting()) {
      return;
    }
    for (String name : module.imports()) {
      for (Tables provider : seam.linkage().objects()) {
        boolean defines =
            provider.form() != Linkage.Form.RELOCATABLE && provider.defined().containsKey(name);
        if (defines && provider.loading().any()) {
          String namespace = provider.loading().exports().get(name);
          if (namespace == null) {
            add(
                Rule.SYMBOL_MISSING,
                name,
                provider,
                module,
                "not exported",
                "",
                "it is not exported");
          } else if (!imported(namespace, module)) {
            add(
                Rule.SYMBOL_MISSING,
                name,
                provider,
                module,
                "namespace",
                namespace,
                "the module does not import the namespace of the symbol");
          }
        }
      }
    }
  }

  private static boolean imported(String namespace, Tables module) {
    return namespace.isEmpty()
        || namespace.startsWith(FOR_MODULES)
        || module.loading().namespaces().contains(namespace);
  }

  private void checksums(Tables module) {
    module
        .loading()
        .needed()
        .forEach(
            (name, needed) -> {
              for (Tables provider : seam.linkage().objects()) {
                Integer provided = provider.loading().provided().get(name);
                if (provided != null && !provided.equals(needed)) {
                  findings.add(
                      finding(
                          Rule.ATTRIBUTE_MISMATCH,
                          name,
                          provider,
                          module,
                          new Difference(name, What.VALUE, sum(provided), sum(needed)),
                          "the module was built against another version of the symbol",
                          VERSIONS));
                }
              }
            });
  }

  private static Value sum(int checksum) {
    return Value.of("checksum 0x%08x".formatted(checksum));
  }

  private void add(
      Rule rule,
      String name,
      Tables provider,
      Tables module,
      String what,
      String value,
      String cause) {
    Difference difference =
        new Difference(
            name, What.PRESENCE, Value.of((what + " " + value).strip()), Value.of("imported"));
    findings.add(finding(rule, name, provider, module, difference, cause, RESOLVE));
  }

  private Finding finding(
      Rule rule,
      String name,
      Tables provider,
      Tables module,
      Difference difference,
      String cause,
      Citation citation) {
    return new Finding(
        rule,
        Severity.HARMFUL,
        new Subject(Subject.Kind.FUNCTION, name),
        SymbolTableRules.view(seam, provider.object()),
        SymbolTableRules.view(seam, module.object()),
        List.of(difference),
        cause,
        List.of(citation),
        List.of(),
        List.of());
  }
}
