-- The ratings of a sample are read whole for every curve: with the value in the index PostgreSQL need not look up a row for
-- each (100,000 labels: docs/calibration.md, section 9). It keeps one word in force a rater, as before.
DROP INDEX "Rating_current_validation_key";
CREATE UNIQUE INDEX "Rating_current_validation_key" ON "Rating"("sampleId", "documentId", "raterId") INCLUDE ("value")
  WHERE "isCurrent" AND "kind" = 'VALIDATION';
