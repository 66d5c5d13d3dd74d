/** Why a recalibration no longer maps the scores that rank the project, and what to do; null when it does. */
export function recalibrationStaleReason(fittedFor: string | null, rankedBy: string | null): string | null {
  if (rankedBy === null || fittedFor === rankedBy) return null;
  return (
    'The project is now ranked by another model revision. This recalibration was fitted to the scores of the one before ' +
    'and leaves the new ones as they are: compare again on a rated sample, and apply what fits.'
  );
}
