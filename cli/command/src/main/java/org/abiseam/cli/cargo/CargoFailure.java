package org.abiseam.cli.cargo;

/** Tells that Cargo did not do what it was asked for; the message ends with Cargo's own words. */
public final class CargoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  CargoFailure(String message) {
    super(message);
  }
}
