-- The report of an import: counts by code, where each issue stands, rejected records kept in a file, progress.
ALTER TYPE "ImportStatus" ADD VALUE 'UNDOING';
ALTER TYPE "ImportStatus" ADD VALUE 'UNDONE';

ALTER TABLE "ImportRun"
  ADD COLUMN "bytesRead" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "rejectsBytes" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "rejectsKept" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "rejectsCut" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "sameAsId" UUID,
  ADD COLUMN "removedCount" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "attemptAt" TIMESTAMPTZ(3),
  ADD COLUMN "attemptRead" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "attemptBytes" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "ImportIssue" ADD COLUMN "file" TEXT, ADD COLUMN "encoding" TEXT;

CREATE TABLE "ImportCodeCount" (
    "importRunId" UUID NOT NULL,
    "severity" "IssueSeverity" NOT NULL,
    "code" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ImportCodeCount_pkey" PRIMARY KEY ("importRunId","severity","code")
);
ALTER TABLE "ImportCodeCount" ADD CONSTRAINT "ImportCodeCount_importRunId_fkey" FOREIGN KEY ("importRunId") REFERENCES "ImportRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "ImportCodeCount" ("importRunId", "severity", "code", "count")
SELECT "importRunId", "severity", "code", count(*) FROM "ImportIssue" GROUP BY 1, 2, 3;

-- What an operator allows a team otherwise than the settings say.
CREATE TABLE "TeamQuota" (
    "teamId" UUID NOT NULL,
    "documents" BIGINT,
    "storedBytes" BIGINT,
    "filesAtOnce" INTEGER,
    "fileBytes" BIGINT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TeamQuota_pkey" PRIMARY KEY ("teamId"),
    CONSTRAINT "TeamQuota_not_negative" CHECK (least("documents", "storedBytes", "filesAtOnce", "fileBytes") >= 0)
);
ALTER TABLE "TeamQuota" ADD CONSTRAINT "TeamQuota_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Groups of documents that are one work, what people decided about them, and what they are asked to decide.
ALTER TABLE "Document" ADD COLUMN "titleHash" BIGINT;

CREATE TYPE "DuplicateDecisionKind" AS ENUM ('SPLIT', 'JOIN');
CREATE TYPE "ProposalStatus" AS ENUM ('OPEN', 'JOINED', 'DISMISSED');

CREATE TABLE "DuplicateDecision" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "otherId" UUID NOT NULL,
    "kind" "DuplicateDecisionKind" NOT NULL,
    "keys" TEXT[],
    "contentHash" TEXT,
    "newKey" TEXT NOT NULL,
    "decidedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "DuplicateDecision_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "DuplicateDecision_projectId_documentId_createdAt_idx" ON "DuplicateDecision"("projectId", "documentId", "createdAt");
ALTER TABLE "DuplicateDecision" ADD CONSTRAINT "DuplicateDecision_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DuplicateDecision" ADD CONSTRAINT "DuplicateDecision_decidedById_fkey" FOREIGN KEY ("decidedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "DuplicateProposal" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "firstId" UUID NOT NULL,
    "secondId" UUID NOT NULL,
    "status" "ProposalStatus" NOT NULL DEFAULT 'OPEN',
    "yearDifference" INTEGER,
    "sharedAuthors" TEXT[],
    "authorShare" DOUBLE PRECISION NOT NULL,
    "decidedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DuplicateProposal_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "DuplicateProposal_projectId_firstId_secondId_key" ON "DuplicateProposal"("projectId", "firstId", "secondId");
CREATE INDEX "DuplicateProposal_projectId_secondId_idx" ON "DuplicateProposal"("projectId", "secondId");
CREATE INDEX "DuplicateProposal_projectId_status_createdAt_id_idx" ON "DuplicateProposal"("projectId", "status", "createdAt", "id");
ALTER TABLE "DuplicateProposal" ADD CONSTRAINT "DuplicateProposal_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DuplicateProposal" ADD CONSTRAINT "DuplicateProposal_projectId_firstId_fkey" FOREIGN KEY ("projectId", "firstId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DuplicateProposal" ADD CONSTRAINT "DuplicateProposal_projectId_secondId_fkey" FOREIGN KEY ("projectId", "secondId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DuplicateProposal" ADD CONSTRAINT "DuplicateProposal_decidedById_fkey" FOREIGN KEY ("decidedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The others of a group by its first; the documents of an import, duplicates before firsts, so that undoing one leaves no
-- row that points at nothing; first documents by title, where one could repeat another.
CREATE INDEX "Document_duplicates_idx" ON "Document"("projectId", "duplicateOfId") WHERE "duplicateOfId" IS NOT NULL;
CREATE INDEX "Document_import_idx" ON "Document"("projectId", "importRunId", ("duplicateOfId" IS NULL), "id");
CREATE INDEX "Document_title_idx" ON "Document"("projectId", "titleHash", "id") WHERE "titleHash" IS NOT NULL AND "duplicateOfId" IS NULL;
