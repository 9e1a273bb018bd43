/**
 * Checks a fleet of builds as one job on Apache Spark.
 *
 * <p>A {@link org.abiseam.fleet.Manifest} lists the builds. {@link org.abiseam.fleet.FleetRun}
 * makes each check and each comparison a job, which {@link org.abiseam.fleet.BuildWorker} does on
 * some machine. Its {@link org.abiseam.fleet.Outcome} goes to the {@link
 * org.abiseam.fleet.Results}: tables in Parquet, which {@link org.abiseam.fleet.Question} asks, the
 * reports of each build, and one page of all.
 */
@NullMarked
package org.abiseam.fleet;

import org.jspecify.annotations.NullMarked;
