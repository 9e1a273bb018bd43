package org.abiseam.engine.result;

import org.abiseam.model.Subject;

/**
 * Names a function or variable that a changed type reaches, by value or behind pointers.
 *
 * @param symbol the function or variable
 * @param cause the type that changed and is nearest to it
 * @param path the shortest way to it: parameter, members and types, e.g. {@code file → struct
 *     file.f_inode → struct inode}
 * @param causes how many of the types that changed reach it, the nearest one included
 */
public record Impact(Subject symbol, String cause, String path, int causes) {}
