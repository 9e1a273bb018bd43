package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage.Form;
import org.abiseam.model.Linkage.Tables;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.rules.layout.Clause;

/**
 * Checks what the kernel's loader checks before it links a module: that the module was built for
 * this kernel, and that each symbol is exported, in a namespace that the module imports, with the
 * checksum that the module was built with.
 */
final class LoadingRules {
  private static final Clause RESOLVE =
      Clause.harmful(
          Rule.SYMBOL_MISSING, new Citation("Linux, kernel/module/main.c", "resolve_symbol"));
  private static final Clause VERSIONS =
      Clause.harmful(
          Rule.ATTRIBUTE_MISMATCH, new Citation("Linux, kernel/module/version.c", "check_version"));
  private static final Clause RELEASE =
      Clause.harmful(
          Rule.ATTRIBUTE_MISMATCH, new Citation("Linux, include/linux/vermagic.h", "UTS_RELEASE"));

  /** A namespace of this form names the modules that may take the symbol. */
  private static final String FOR_MODULES = "module:";

  private final Seam seam;
  private final ObjectFindings objects;
  private final List<Finding> findings = new ArrayList<>();

  private LoadingRules(Seam seam) {
    this.seam = seam;
    this.objects = new ObjectFindings(seam);
  }

  /** Checks that each symbol is exported to the modules that import it. */
  static List<Finding> symbols(Seam seam) {
    LoadingRules rules = new LoadingRules(seam);
    for (Tables module : seam.linkage().objects()) {
      if (module.form() == Form.MODULE) {
        rules.exported(module);
        rules.checksums(module);
      }
    }
    return rules.findings;
  }

  /** Checks that each module was built for the kernel that it is given with. */
  static List<Finding> releases(Seam seam) {
    LoadingRules rules = new LoadingRules(seam);
    for (Tables image : seam.linkage().objects()) {
      if (image.form() != Form.IMAGE || image.release().isEmpty()) {
        continue;
      }
      for (Tables module : seam.linkage().objects()) {
        if (module.form() == Form.MODULE
            && module.release().isPresent()
            && !module.release().equals(image.release())) {
          Value release = Value.of(image.release().get());
          Value other = Value.of(module.release().get());
          rules.findings.add(
              rules.objects.of(
                  RELEASE,
                  ObjectFindings.object(module.object()),
                  image.object(),
                  module.object(),
                  new Difference("kernel release", What.VALUE, release, other),
                  "the module was built for another kernel"));
        }
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
            provider.form() != Form.RELOCATABLE && provider.defined().containsKey(name);
        if (defines && provider.loading().any()) {
          String namespace = provider.loading().exports().get(name);
          if (namespace == null) {
            missing(name, provider, module, "not exported", "the symbol is not exported");
          } else if (!imported(namespace, module)) {
            String cause = "the module does not import the namespace of the symbol";
            missing(name, provider, module, "namespace " + namespace, cause);
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

  private void missing(String name, Tables provider, Tables module, String what, String cause) {
    Value imported = Value.of("imported");
    Difference difference = new Difference(name, What.PRESENCE, Value.of(what), imported);
    add(RESOLVE, provider, module, difference, cause);
  }

  private void checksums(Tables module) {
    for (Map.Entry<String, Integer> needed : module.loading().needed().entrySet()) {
      String name = needed.getKey();
      for (Tables provider : seam.linkage().objects()) {
        Integer provided = provider.loading().provided().get(name);
        if (provided != null && !provided.equals(needed.getValue())) {
          Value sum = checksum(provided);
          Difference difference =
              new Difference(name, What.VALUE, sum, checksum(needed.getValue()));
          String cause = "the module was built against another version of the symbol";
          add(VERSIONS, provider, module, difference, cause);
        }
      }
    }
  }

  private static Value checksum(int checksum) {
    return Value.of("checksum 0x%08x".formatted(checksum));
  }

  private void add(
      Clause clause, Tables provider, Tables module, Difference difference, String cause) {
    Subject function = ObjectFindings.function(difference.path());
    findings.add(
        objects.of(clause, function, provider.object(), module.object(), difference, cause));
  }
}
