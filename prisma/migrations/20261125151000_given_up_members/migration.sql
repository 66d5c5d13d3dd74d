-- A try that follows another must not open what has killed its predecessor, or it would count other records.
ALTER TABLE "ImportRun" ADD COLUMN "givenUp" JSONB NOT NULL DEFAULT '[]';
