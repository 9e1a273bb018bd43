package org.abiseam.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Parameter;

/**
 * {@code BTF_KIND_FUNC_PROTO}, btf.rst §2.2.13.
 *
 * <p>A last parameter without name and type is {@code ...}. Where it is the only one, C had no
 * prototype: {@code f(...)} could not be written before C23. Calling conventions are not recorded.
 */
final class Prototypes {
  private Prototypes() {}

  static Signature lowered(Btf.Record record, GraphWriter<Btf.Record> writer) {
    List<Parameter> parameters = new ArrayList<>(record.count());
    boolean open = false;
    for (int i = 0; i < record.count(); i++) {
      long type = record.word(2 * i + 1);
      if (type == 0 && i == record.count() - 1 && record.string(2 * i).isEmpty()) {
        open = true;
      } else {
        parameters.add(
            new Parameter(record.string(2 * i), writer.value(record.owner().value(type))));
      }
    }
    Optional<Btf.Record> result = record.owner().unqualified(record.sizeOrType());
    // So pahole writes what the assembler describes: a name alone.
    boolean bare = parameters.isEmpty() && result.isEmpty();
    if (bare) {
      return new Signature(
          parameters, writer.result(result), Arity.UNPROTOTYPED, CallingConvention.C);
    }
    Arity arity = !open ? Arity.FIXED : parameters.isEmpty() ? Arity.UNPROTOTYPED : Arity.VARIADIC;
    return new Signature(parameters, writer.result(result), arity, CallingConvention.C);
  }
}
