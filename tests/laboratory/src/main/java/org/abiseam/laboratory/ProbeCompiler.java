package org.abiseam.laboratory;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes callers, callees and debug information of the same functions with one compiler. */
interface ProbeCompiler {
  /** What precedes the target's switches and the files; the first word is the compiler. */
  List<String> command();

  /** Objects with a caller and a callee for each function that the compiler accepts. */
  List<String> callers(List<ProbeFunction> functions) throws IOException;

  /** Functions that it does not accept, with the reason. */
  Map<ProbeFunction, String> refused();

  /** An object whose debug information has the functions; its name in the workshop. */
  String definitions(List<ProbeFunction> functions) throws IOException;
}
