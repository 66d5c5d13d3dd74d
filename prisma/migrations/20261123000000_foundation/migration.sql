-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- Lets one GIN index hold the project beside the search words, so that a search never reads another project.
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('OWNER', 'ADMIN', 'REVIEWER', 'VIEWER');

-- CreateEnum
CREATE TYPE "TokenScope" AS ENUM ('READ', 'WRITE');

-- CreateEnum
CREATE TYPE "UploadStatus" AS ENUM ('RECEIVING', 'RECEIVED', 'ABANDONED');

-- CreateEnum
CREATE TYPE "ImportStatus" AS ENUM ('QUEUED', 'RUNNING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "IssueSeverity" AS ENUM ('WARNING', 'REPAIRED', 'REJECTED');

-- CreateEnum
CREATE TYPE "DocumentStatus" AS ENUM ('PENDING', 'SCORED', 'FAILED');

-- CreateEnum
CREATE TYPE "ScoringRunStatus" AS ENUM ('RUNNING', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "RatingKind" AS ENUM ('OVERRIDE', 'VALIDATION');

-- CreateEnum
CREATE TYPE "SampleKind" AS ENUM ('SIMPLE_RANDOM');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "teamId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "email" TEXT,
    "role" "Role" NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "invitedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "scopes" "TokenScope"[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "isSample" BOOLEAN NOT NULL DEFAULT false,
    "relevanceCut" DOUBLE PRECISION NOT NULL DEFAULT 3,
    "maxTokens" INTEGER NOT NULL DEFAULT 4096,
    "activeCalibrationId" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Collection" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Collection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Upload" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "collectionId" UUID NOT NULL,
    "userId" UUID,
    "fileName" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "status" "UploadStatus" NOT NULL DEFAULT 'RECEIVING',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "receivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "collectionId" UUID NOT NULL,
    "uploadId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "status" "ImportStatus" NOT NULL DEFAULT 'QUEUED',
    "format" TEXT,
    "encoding" TEXT,
    "sha256" TEXT,
    "readCount" INTEGER NOT NULL DEFAULT 0,
    "acceptedCount" INTEGER NOT NULL DEFAULT 0,
    "repairedCount" INTEGER NOT NULL DEFAULT 0,
    "rejectedCount" INTEGER NOT NULL DEFAULT 0,
    "duplicateCount" INTEGER NOT NULL DEFAULT 0,
    "issueCount" INTEGER NOT NULL DEFAULT 0,
    "attempt" UUID,
    "failureCode" TEXT,
    "failureMessage" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ImportRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportIssue" (
    "importRunId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "severity" "IssueSeverity" NOT NULL,
    "line" INTEGER,
    "field" TEXT,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "snippet" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ImportIssue_pkey" PRIMARY KEY ("importRunId","position")
);

-- CreateTable
CREATE TABLE "Document" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "collectionId" UUID NOT NULL,
    "importRunId" UUID,
    "recordNumber" INTEGER NOT NULL,
    "externalId" TEXT,
    "title" TEXT,
    "year" INTEGER,
    "language" TEXT,
    "dedupKey" TEXT NOT NULL,
    "duplicateOfId" UUID,
    "status" "DocumentStatus" NOT NULL DEFAULT 'PENDING',
    "failureCode" TEXT,
    "textLength" INTEGER NOT NULL,
    "rawScore" DOUBLE PRECISION,
    "calibratedScore" DOUBLE PRECISION,
    "overrideScore" DOUBLE PRECISION,
    "rankOrder" DOUBLE PRECISION GENERATED ALWAYS AS (CASE WHEN "duplicateOfId" IS NULL THEN -COALESCE("overrideScore", "calibratedScore", "rawScore", '-Infinity') END) STORED,
    "rawOrder" DOUBLE PRECISION GENERATED ALWAYS AS (-COALESCE("rawScore", '-Infinity')) STORED,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Document_pkey" PRIMARY KEY ("projectId","id")
) PARTITION BY HASH ("projectId");

-- CreateTable
CREATE TABLE "DocumentText" (
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "authors" TEXT[],
    "journal" TEXT,
    "doi" TEXT,
    "pmid" TEXT,
    "url" TEXT,
    "keywords" TEXT[],
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "search" tsvector,

    CONSTRAINT "DocumentText_pkey" PRIMARY KEY ("projectId","documentId")
) PARTITION BY HASH ("projectId");

-- CreateTable
CREATE TABLE "ModelRevision" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "repository" TEXT,
    "revision" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "precision" TEXT NOT NULL,
    "isStandIn" BOOLEAN NOT NULL DEFAULT false,
    "maxTokens" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelRevision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScoringRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "modelRevisionId" UUID,
    "maxTokens" INTEGER NOT NULL,
    "status" "ScoringRunStatus" NOT NULL DEFAULT 'RUNNING',
    "totalCount" INTEGER NOT NULL DEFAULT 0,
    "scoredCount" INTEGER NOT NULL DEFAULT 0,
    "failedCount" INTEGER NOT NULL DEFAULT 0,
    "tokenCount" BIGINT NOT NULL DEFAULT 0,
    "computeMs" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ScoringRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Score" (
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "rawScore" DOUBLE PRECISION,
    "failureCode" TEXT,
    "tokensTotal" INTEGER NOT NULL,
    "tokensRead" INTEGER NOT NULL,
    "windows" INTEGER NOT NULL DEFAULT 1,
    "isTruncated" BOOLEAN NOT NULL,
    "precision" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "attempt" UUID NOT NULL,
    "scoredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Score_pkey" PRIMARY KEY ("projectId","documentId","runId")
) PARTITION BY HASH ("projectId");

-- CreateTable
CREATE TABLE "Rating" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "raterId" UUID NOT NULL,
    "kind" "RatingKind" NOT NULL,
    "value" DOUBLE PRECISION,
    "reason" TEXT NOT NULL DEFAULT '',
    "sampleId" UUID,
    "supersedesId" UUID,
    "isCurrent" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rating_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SampleDesign" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" "SampleKind" NOT NULL DEFAULT 'SIMPLE_RANDOM',
    "seed" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "populationSize" INTEGER NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SampleDesign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SampledDocument" (
    "sampleId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "inclusionProbability" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "SampledDocument_pkey" PRIMARY KEY ("sampleId","position")
);

-- CreateTable
CREATE TABLE "Calibration" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "relevanceCut" DOUBLE PRECISION NOT NULL,
    "sampleId" UUID NOT NULL,
    "modelRevisionId" UUID,
    "metrics" JSONB NOT NULL,
    "inputs" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Calibration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "teamId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "projectId" UUID,
    "actorId" UUID,
    "action" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("teamId","sequence")
);

-- CreateTable
CREATE TABLE "IdempotentRequest" (
    "userId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    "response" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotentRequest_pkey" PRIMARY KEY ("userId","operation","key")
);

-- Partitions: 16 by hash of the project, so that an index, a vacuum and a plan stay the size of a few projects
-- (measured choice: prisma/README.md, "Partitions").
DO $$
DECLARE parent text; part int;
BEGIN
  FOREACH parent IN ARRAY ARRAY['Document', 'DocumentText', 'Score'] LOOP
    FOR part IN 0..15 LOOP
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)', parent || '_' || part, parent, part);
    END LOOP;
  END LOOP;
END $$;

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_teamId_createdAt_idx" ON "Invitation"("teamId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiToken_userId_createdAt_idx" ON "ApiToken"("userId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Project_activeCalibrationId_key" ON "Project"("activeCalibrationId");

-- CreateIndex
CREATE INDEX "Project_teamId_createdAt_idx" ON "Project"("teamId", "createdAt");

-- CreateIndex
CREATE INDEX "Collection_projectId_createdAt_idx" ON "Collection"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Upload_projectId_createdAt_idx" ON "Upload"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ImportRun_uploadId_key" ON "ImportRun"("uploadId");

-- CreateIndex
CREATE INDEX "ImportRun_projectId_createdAt_idx" ON "ImportRun"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "ImportRun_collectionId_createdAt_idx" ON "ImportRun"("collectionId", "createdAt");

-- CreateIndex
CREATE INDEX "Document_ranking_idx" ON "Document"("projectId", "rankOrder", "rawOrder", "id");

-- CreateIndex
CREATE INDEX "Document_collection_ranking_idx" ON "Document"("projectId", "collectionId", "rankOrder", "rawOrder", "id");

-- CreateIndex
CREATE INDEX "Document_projectId_dedupKey_idx" ON "Document"("projectId", "dedupKey");

-- CreateIndex
CREATE INDEX "Document_collectionId_idx" ON "Document"("collectionId");

-- CreateIndex
CREATE INDEX "DocumentText_projectId_search_idx" ON "DocumentText" USING GIN ("projectId" uuid_ops, "search");

-- CreateIndex
CREATE UNIQUE INDEX "ModelRevision_contentHash_precision_key" ON "ModelRevision"("contentHash", "precision");

-- CreateIndex
CREATE INDEX "ScoringRun_projectId_createdAt_idx" ON "ScoringRun"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Score_runId_scoredAt_idx" ON "Score"("runId", "scoredAt");

-- CreateIndex
CREATE UNIQUE INDEX "Rating_supersedesId_key" ON "Rating"("supersedesId");

-- CreateIndex
CREATE INDEX "Rating_projectId_documentId_createdAt_idx" ON "Rating"("projectId", "documentId", "createdAt");

-- CreateIndex
CREATE INDEX "Rating_sampleId_documentId_idx" ON "Rating"("sampleId", "documentId");

-- CreateIndex
CREATE INDEX "SampleDesign_projectId_createdAt_idx" ON "SampleDesign"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "SampledDocument_projectId_documentId_idx" ON "SampledDocument"("projectId", "documentId");

-- CreateIndex
CREATE UNIQUE INDEX "SampledDocument_sampleId_documentId_key" ON "SampledDocument"("sampleId", "documentId");

-- CreateIndex
CREATE UNIQUE INDEX "Calibration_projectId_version_key" ON "Calibration"("projectId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_id_key" ON "AuditEvent"("id");

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_occurredAt_idx" ON "AuditEvent"("projectId", "occurredAt");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_invitedById_fkey" FOREIGN KEY ("invitedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_activeCalibrationId_fkey" FOREIGN KEY ("activeCalibrationId") REFERENCES "Calibration"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Collection" ADD CONSTRAINT "Collection_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Collection" ADD CONSTRAINT "Collection_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_uploadId_fkey" FOREIGN KEY ("uploadId") REFERENCES "Upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportIssue" ADD CONSTRAINT "ImportIssue_importRunId_fkey" FOREIGN KEY ("importRunId") REFERENCES "ImportRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Document" ADD CONSTRAINT "Document_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Document" ADD CONSTRAINT "Document_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DocumentText" ADD CONSTRAINT "DocumentText_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScoringRun" ADD CONSTRAINT "ScoringRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScoringRun" ADD CONSTRAINT "ScoringRun_modelRevisionId_fkey" FOREIGN KEY ("modelRevisionId") REFERENCES "ModelRevision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Score" ADD CONSTRAINT "Score_runId_fkey" FOREIGN KEY ("runId") REFERENCES "ScoringRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Score" ADD CONSTRAINT "Score_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "SampleDesign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_supersedesId_fkey" FOREIGN KEY ("supersedesId") REFERENCES "Rating"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SampleDesign" ADD CONSTRAINT "SampleDesign_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SampleDesign" ADD CONSTRAINT "SampleDesign_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SampledDocument" ADD CONSTRAINT "SampledDocument_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "SampleDesign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SampledDocument" ADD CONSTRAINT "SampledDocument_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Calibration" ADD CONSTRAINT "Calibration_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Calibration" ADD CONSTRAINT "Calibration_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "SampleDesign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Calibration" ADD CONSTRAINT "Calibration_modelRevisionId_fkey" FOREIGN KEY ("modelRevisionId") REFERENCES "ModelRevision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Calibration" ADD CONSTRAINT "Calibration_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdempotentRequest" ADD CONSTRAINT "IdempotentRequest_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- An audit event is written once: no role of the application may change or delete one, short of removing its team.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM "Team" WHERE "id" = OLD."teamId") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit events are append-only';
END $$;
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();

-- A rating is a word once given; only its being current may end.
CREATE FUNCTION "refuse_rating_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."value", NEW."reason", NEW."kind", NEW."raterId", NEW."documentId", NEW."createdAt")
     IS DISTINCT FROM (OLD."value", OLD."reason", OLD."kind", OLD."raterId", OLD."documentId", OLD."createdAt") THEN
    RAISE EXCEPTION 'ratings are append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Rating_append_only" BEFORE UPDATE ON "Rating"
  FOR EACH ROW EXECUTE FUNCTION "refuse_rating_change"();

-- A document has one override in force, whoever gave it; a rater has one word in force on a document of a sample.
CREATE UNIQUE INDEX "Rating_current_override_key" ON "Rating"("projectId", "documentId") WHERE "isCurrent" AND "kind" = 'OVERRIDE';
CREATE UNIQUE INDEX "Rating_current_validation_key" ON "Rating"("sampleId", "documentId", "raterId") WHERE "isCurrent" AND "kind" = 'VALIDATION';
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_value_range" CHECK ("value" BETWEEN 1 AND 5);
ALTER TABLE "Document" ADD CONSTRAINT "Document_override_range" CHECK ("overrideScore" BETWEEN 1 AND 5);
ALTER TABLE "Project" ADD CONSTRAINT "Project_relevance_cut_range" CHECK ("relevanceCut" BETWEEN 1 AND 5);

-- The few among the many, in ranking order: without them a page of overridden or failed documents walks the ranking of
-- all to find them (docs/ranked-list.md, "Filters").
CREATE INDEX "Document_overridden_idx" ON "Document"("projectId", "rankOrder", "rawOrder", "id") WHERE "overrideScore" IS NOT NULL;
CREATE INDEX "Document_failed_idx" ON "Document"("projectId", "rankOrder", "rawOrder", "id") WHERE "status" = 'FAILED';
