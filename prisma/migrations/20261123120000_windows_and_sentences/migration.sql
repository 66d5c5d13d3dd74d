-- How documents longer than the model's input are read: only the beginning, or in windows.
CREATE TYPE "WindowAggregate" AS ENUM ('MEAN', 'MAX', 'FIRST');

ALTER TABLE "Project" ADD COLUMN "windowAggregate" "WindowAggregate",
  ADD COLUMN "windowOverlap" INTEGER NOT NULL DEFAULT 256;
ALTER TABLE "Project" ADD CONSTRAINT "Project_reading_range" CHECK (
  "maxTokens" BETWEEN 3 AND 8192 AND "windowOverlap" >= 0
  AND ("windowAggregate" IS NULL OR "windowOverlap" < "maxTokens" - 2));

ALTER TABLE "ScoringRun" ADD COLUMN "windowAggregate" "WindowAggregate",
  ADD COLUMN "windowOverlap" INTEGER NOT NULL DEFAULT 0;

-- Scores of sentences, asked for one document at a time.
CREATE TYPE "SentenceScoresState" AS ENUM ('RUNNING', 'READY', 'FAILED');
CREATE TYPE "SentenceLimit" AS ENUM ('SENTENCE_COUNT', 'TOKENS_READ');

CREATE TABLE "SentenceScores" (
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "modelRevisionId" UUID NOT NULL,
    "state" "SentenceScoresState" NOT NULL DEFAULT 'RUNNING',
    "failureCode" TEXT,
    "textHash" TEXT NOT NULL DEFAULT '',
    "tokensRead" INTEGER,
    "boundaries" INTEGER[],
    "scores" DOUBLE PRECISION[],
    "limit" "SentenceLimit",
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SentenceScores_pkey" PRIMARY KEY ("projectId","documentId","modelRevisionId")
) PARTITION BY HASH ("projectId");

-- As many parts as its neighbours have, so that a project's rows stand together (prisma/README.md, "Partitions").
DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF "SentenceScores" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', 'SentenceScores_' || part, part);
  END LOOP;
END $$;

-- The few that are waited for are counted at every request.
CREATE INDEX "SentenceScores_running_idx" ON "SentenceScores"("projectId") WHERE "state" = 'RUNNING';

ALTER TABLE "SentenceScores" ADD CONSTRAINT "SentenceScores_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "SentenceScores" ADD CONSTRAINT "SentenceScores_modelRevisionId_fkey" FOREIGN KEY ("modelRevisionId") REFERENCES "ModelRevision"("id") ON DELETE CASCADE ON UPDATE CASCADE;
