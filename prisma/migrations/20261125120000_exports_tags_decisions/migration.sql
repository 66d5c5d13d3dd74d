-- Whether a person takes a document in: the same line of words as overrides, with the one in force on the narrow row.
CREATE TYPE "DecisionValue" AS ENUM ('INCLUDE', 'EXCLUDE', 'MAYBE');
ALTER TABLE "Document" ADD COLUMN "decision" "DecisionValue", ADD COLUMN "decisionVersion" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "Decision" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "value" "DecisionValue",
    "reason" TEXT NOT NULL DEFAULT '',
    "supersedesId" UUID,
    "isCurrent" BOOLEAN NOT NULL DEFAULT true,
    "importRunId" UUID,
    "givenBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

CREATE TYPE "TagColor" AS ENUM ('STONE', 'SLATE', 'CLAY', 'MOSS', 'PLUM');

CREATE TABLE "Tag" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "color" "TagColor" NOT NULL DEFAULT 'STONE',
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Tag_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "DocumentTag" (
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "tagId" UUID NOT NULL,
    "addedById" UUID,
    "importRunId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DocumentTag_pkey" PRIMARY KEY ("projectId","documentId","tagId")
);

CREATE TABLE "Note" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "text" TEXT,
    "supersedesId" UUID,
    "isCurrent" BOOLEAN NOT NULL DEFAULT true,
    "importRunId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Note_pkey" PRIMARY KEY ("id")
);

CREATE TYPE "ExportFormat" AS ENUM ('CSV', 'JSONL', 'XLSX', 'RIS', 'PARQUET');
CREATE TYPE "ExportStatus" AS ENUM ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED');

CREATE TABLE "ExportRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "format" "ExportFormat" NOT NULL,
    "filter" JSONB NOT NULL,
    "asked" JSONB NOT NULL,
    "threshold" DOUBLE PRECISION,
    "thresholdVersion" INTEGER,
    "isNeutralised" BOOLEAN NOT NULL DEFAULT true,
    "hasByteOrderMark" BOOLEAN NOT NULL DEFAULT false,
    "status" "ExportStatus" NOT NULL DEFAULT 'QUEUED',
    "attempt" UUID,
    "totalCount" INTEGER,
    "doneCount" INTEGER NOT NULL DEFAULT 0,
    "columnCount" INTEGER NOT NULL DEFAULT 0,
    "gatheredColumns" INTEGER NOT NULL DEFAULT 0,
    "cutCells" INTEGER NOT NULL DEFAULT 0,
    "storageKey" TEXT,
    "sizeBytes" BIGINT,
    "sha256" TEXT,
    "failureCode" TEXT,
    "failureMessage" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "writingSince" TIMESTAMPTZ(3),
    "progressAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ExportRun_pkey" PRIMARY KEY ("id")
);

-- What an import brings back of a Winnow export, and where it says so.
ALTER TABLE "Upload" ADD COLUMN "restores" BOOLEAN;
ALTER TABLE "ImportRun" ADD COLUMN "restores" BOOLEAN, ADD COLUMN "restoredCount" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ModelRevision" ADD COLUMN "isNamedOnly" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "ScoringRun" ADD COLUMN "importRunId" UUID;
ALTER TABLE "Rating" ADD COLUMN "importRunId" UUID, ADD COLUMN "givenBy" TEXT;
-- Answers within a sample are never brought back: a certificate rests on them.
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_imported_override" CHECK ("importRunId" IS NULL OR "kind" = 'OVERRIDE');
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_given_by_import" CHECK ("givenBy" IS NULL OR "importRunId" IS NOT NULL);
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_given_by_import" CHECK ("givenBy" IS NULL OR "importRunId" IS NOT NULL);

CREATE UNIQUE INDEX "Decision_supersedesId_key" ON "Decision"("supersedesId");
CREATE INDEX "Decision_projectId_documentId_createdAt_idx" ON "Decision"("projectId", "documentId", "createdAt");
CREATE INDEX "Tag_projectId_createdAt_idx" ON "Tag"("projectId", "createdAt");
CREATE INDEX "DocumentTag_tagId_idx" ON "DocumentTag"("tagId");
CREATE UNIQUE INDEX "Note_supersedesId_key" ON "Note"("supersedesId");
CREATE INDEX "Note_projectId_documentId_createdAt_idx" ON "Note"("projectId", "documentId", "createdAt");
CREATE INDEX "ExportRun_projectId_createdAt_idx" ON "ExportRun"("projectId", "createdAt");
CREATE INDEX "ExportRun_status_expiresAt_idx" ON "ExportRun"("status", "expiresAt");

ALTER TABLE "Decision" ADD CONSTRAINT "Decision_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_personId_fkey" FOREIGN KEY ("personId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_supersedesId_fkey" FOREIGN KEY ("supersedesId") REFERENCES "Decision"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Tag" ADD CONSTRAINT "Tag_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DocumentTag" ADD CONSTRAINT "DocumentTag_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DocumentTag" ADD CONSTRAINT "DocumentTag_tagId_fkey" FOREIGN KEY ("tagId") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Note" ADD CONSTRAINT "Note_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Note" ADD CONSTRAINT "Note_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Note" ADD CONSTRAINT "Note_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Note" ADD CONSTRAINT "Note_supersedesId_fkey" FOREIGN KEY ("supersedesId") REFERENCES "Note"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ExportRun" ADD CONSTRAINT "ExportRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ExportRun" ADD CONSTRAINT "ExportRun_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One decision of a document is in force, whoever gave it; a project's tags differ by more than their case.
CREATE UNIQUE INDEX "Decision_current_key" ON "Decision"("projectId", "documentId") WHERE "isCurrent";
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("projectId", lower("name"));
-- The few among the many, in ranking order, as of overrides.
CREATE INDEX "Document_decided_idx" ON "Document"("projectId", "rankOrder", "rawOrder", "id") WHERE "decision" IS NOT NULL;

-- Decisions and notes are words once given; only their being current may end.
CREATE FUNCTION "refuse_decision_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."value", NEW."reason", NEW."personId", NEW."givenBy", NEW."importRunId", NEW."documentId", NEW."createdAt")
     IS DISTINCT FROM (OLD."value", OLD."reason", OLD."personId", OLD."givenBy", OLD."importRunId", OLD."documentId", OLD."createdAt") THEN
    RAISE EXCEPTION 'decisions are append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Decision_append_only" BEFORE UPDATE ON "Decision"
  FOR EACH ROW EXECUTE FUNCTION "refuse_decision_change"();

CREATE FUNCTION "refuse_note_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."text", NEW."authorId", NEW."importRunId", NEW."documentId", NEW."createdAt")
     IS DISTINCT FROM (OLD."text", OLD."authorId", OLD."importRunId", OLD."documentId", OLD."createdAt") THEN
    RAISE EXCEPTION 'notes are append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Note_append_only" BEFORE UPDATE ON "Note"
  FOR EACH ROW EXECUTE FUNCTION "refuse_note_change"();

-- Where a rating came from is part of its word.
CREATE OR REPLACE FUNCTION "refuse_rating_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."value", NEW."reason", NEW."kind", NEW."raterId", NEW."documentId", NEW."createdAt", NEW."importRunId", NEW."givenBy")
     IS DISTINCT FROM (OLD."value", OLD."reason", OLD."kind", OLD."raterId", OLD."documentId", OLD."createdAt", OLD."importRunId", OLD."givenBy") THEN
    RAISE EXCEPTION 'ratings are append-only';
  END IF;
  RETURN NEW;
END $$;
