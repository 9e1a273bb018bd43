package org.abiseam.cli.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read or written, which many exceptions say by their name alone. */
public final class Reasons {
  private Reasons() {}

  /**
   * Returns the reason in words.
   *
   * @param fault of reading or writing
   * @return without the name of the file
   */
  public static String of(IOException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "there is no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is not a directory";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException one when one.getReason() != null -> one.getReason();
      default -> String.valueOf(fault.getMessage());
    };
  }
}
