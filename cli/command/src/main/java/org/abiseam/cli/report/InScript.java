package org.abiseam.cli.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Writes JSON into an element of HTML: {@code <}, which is only in its strings, is escaped. */
final class InScript extends FilterWriter {
  InScript(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    if (c == '<') {
      out.write("\\u003c");
    } else {
      out.write(c);
    }
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    int begin = from;
    for (int i = from; i < from + length; i++) {
      if (text[i] == '<') {
        out.write(text, begin, i - begin);
        write('<');
        begin = i + 1;
      }
    }
    out.write(text, begin, from + length - begin);
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    write(text.toCharArray(), from, length);
  }
}
