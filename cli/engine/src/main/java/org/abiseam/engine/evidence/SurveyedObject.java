package org.abiseam.engine.evidence;

import org.abiseam.engine.input.ObjectSource;

/** Holds an object that could be opened, and its survey; two are never equal. */
final class SurveyedObject {
  private final ObjectSource source;
  private final ObjectSurvey survey;

  SurveyedObject(ObjectSource source, ObjectSurvey survey) {
    this.source = source;
    this.survey = survey;
  }

  ObjectSource source() {
    return source;
  }

  ObjectSurvey survey() {
    return survey;
  }

  SurveyedObject with(ObjectSurvey other) {
    return new SurveyedObject(source, other);
  }
}
