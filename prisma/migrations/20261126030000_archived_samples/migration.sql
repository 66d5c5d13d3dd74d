-- A sample that people have rated is put away and not deleted: what they said stays.
ALTER TABLE "SampleDesign" ADD COLUMN "archivedAt" TIMESTAMPTZ(3);
