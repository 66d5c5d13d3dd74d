-- A second look at a document that was rated before is a word of its own: it changes no label.
ALTER TYPE "RatingKind" ADD VALUE 'SECOND_LOOK';

-- Samples by stratum, of the excluded, topped up from a reserve in the same random order, by several raters.
ALTER TYPE "SampleKind" ADD VALUE 'STRATIFIED';
CREATE TYPE "SampleScope" AS ENUM ('SCORED', 'EXCLUDED');
ALTER TABLE "SampleDesign" ADD COLUMN "scope" "SampleScope" NOT NULL DEFAULT 'SCORED',
    ADD COLUMN "scopeThreshold" DOUBLE PRECISION,
    ADD COLUMN "method" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "ratersPerDocument" INTEGER NOT NULL DEFAULT 1;
-- Whoever wished rated every document of the samples that are there.
UPDATE "SampleDesign" SET "ratersPerDocument" = 10;
ALTER TABLE "SampleDesign" ADD CONSTRAINT "SampleDesign_raters_range" CHECK ("ratersPerDocument" BETWEEN 1 AND 10);
ALTER TABLE "SampleDesign" ADD CONSTRAINT "SampleDesign_excluded_below" CHECK (("scope" = 'EXCLUDED') = ("scopeThreshold" IS NOT NULL));

CREATE TABLE "SampleStratum" (
    "sampleId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "lower" DOUBLE PRECISION,
    "upper" DOUBLE PRECISION,
    "populationSize" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "guessedProportion" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "SampleStratum_pkey" PRIMARY KEY ("sampleId","ordinal"),
    CONSTRAINT "SampleStratum_size_range" CHECK ("size" BETWEEN 0 AND "populationSize"),
    CONSTRAINT "SampleStratum_guess_range" CHECK ("guessedProportion" BETWEEN 0 AND 1)
);

ALTER TABLE "SampledDocument" ADD COLUMN "stratum" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "place" INTEGER;
UPDATE "SampledDocument" SET "place" = "position" - 1;
ALTER TABLE "SampledDocument" ALTER COLUMN "place" SET NOT NULL;
ALTER TABLE "SampledDocument" DROP CONSTRAINT "SampledDocument_pkey";
ALTER TABLE "SampledDocument" ALTER COLUMN "position" DROP NOT NULL, ALTER COLUMN "inclusionProbability" DROP NOT NULL;
DROP INDEX "SampledDocument_sampleId_documentId_key";
ALTER TABLE "SampledDocument" ADD CONSTRAINT "SampledDocument_pkey" PRIMARY KEY ("sampleId","documentId");
ALTER TABLE "SampledDocument" ADD CONSTRAINT "SampledDocument_drawn_or_reserve" CHECK (("position" IS NULL) = ("inclusionProbability" IS NULL));

CREATE TYPE "RecalibrationKind" AS ENUM ('OFFSET', 'LINEAR', 'ISOTONIC');
CREATE TYPE "RerankStatus" AS ENUM ('RUNNING', 'COMPLETED', 'SUPERSEDED');
CREATE TYPE "ThresholdOrigin" AS ENUM ('BY_HAND', 'BY_CERTIFICATE', 'BY_COST', 'BY_WORKLOAD');

CREATE TABLE "Recalibration" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" "RecalibrationKind" NOT NULL,
    "map" JSONB NOT NULL,
    "sampleId" UUID NOT NULL,
    "modelRevisionId" UUID,
    "report" JSONB NOT NULL,
    "inputs" JSONB NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Recalibration_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "RerankRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "recalibrationId" UUID,
    "status" "RerankStatus" NOT NULL DEFAULT 'RUNNING',
    "totalCount" INTEGER NOT NULL DEFAULT 0,
    "doneCount" INTEGER NOT NULL DEFAULT 0,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RerankRun_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "CalibrationReference" (
    "calibrationId" UUID NOT NULL,
    "feature" TEXT NOT NULL,
    "values" DOUBLE PRECISION[],

    CONSTRAINT "CalibrationReference_pkey" PRIMARY KEY ("calibrationId","feature")
);

CREATE TABLE "DriftReport" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "collectionId" UUID NOT NULL,
    "calibrationId" UUID NOT NULL,
    "documents" INTEGER NOT NULL,
    "features" JSONB NOT NULL,
    "hasDrifted" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dismissedAt" TIMESTAMPTZ(3),
    "dismissedById" UUID,

    CONSTRAINT "DriftReport_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "Project" ADD COLUMN "recalibrationId" UUID;
ALTER TABLE "Calibration" ADD COLUMN "recalibrationId" UUID,
    ADD COLUMN "origin" "ThresholdOrigin" NOT NULL DEFAULT 'BY_HAND',
    ADD COLUMN "certificate" JSONB;

CREATE UNIQUE INDEX "SampledDocument_sampleId_position_key" ON "SampledDocument"("sampleId", "position");
CREATE UNIQUE INDEX "SampledDocument_sampleId_stratum_place_key" ON "SampledDocument"("sampleId", "stratum", "place");
CREATE UNIQUE INDEX "Project_recalibrationId_key" ON "Project"("recalibrationId");
CREATE UNIQUE INDEX "Recalibration_projectId_version_key" ON "Recalibration"("projectId", "version");
CREATE INDEX "RerankRun_projectId_createdAt_idx" ON "RerankRun"("projectId", "createdAt");
CREATE UNIQUE INDEX "DriftReport_collectionId_calibrationId_key" ON "DriftReport"("collectionId", "calibrationId");
CREATE INDEX "DriftReport_projectId_createdAt_idx" ON "DriftReport"("projectId", "createdAt");
-- At most one rerank of a project is under way.
CREATE UNIQUE INDEX "RerankRun_running_key" ON "RerankRun"("projectId") WHERE "status" = 'RUNNING';

ALTER TABLE "SampleStratum" ADD CONSTRAINT "SampleStratum_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "SampleDesign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Project" ADD CONSTRAINT "Project_recalibrationId_fkey" FOREIGN KEY ("recalibrationId") REFERENCES "Recalibration"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Calibration" ADD CONSTRAINT "Calibration_recalibrationId_fkey" FOREIGN KEY ("recalibrationId") REFERENCES "Recalibration"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "CalibrationReference" ADD CONSTRAINT "CalibrationReference_calibrationId_fkey" FOREIGN KEY ("calibrationId") REFERENCES "Calibration"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Recalibration" ADD CONSTRAINT "Recalibration_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Recalibration" ADD CONSTRAINT "Recalibration_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "SampleDesign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Recalibration" ADD CONSTRAINT "Recalibration_modelRevisionId_fkey" FOREIGN KEY ("modelRevisionId") REFERENCES "ModelRevision"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Recalibration" ADD CONSTRAINT "Recalibration_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "RerankRun" ADD CONSTRAINT "RerankRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "RerankRun" ADD CONSTRAINT "RerankRun_recalibrationId_fkey" FOREIGN KEY ("recalibrationId") REFERENCES "Recalibration"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "RerankRun" ADD CONSTRAINT "RerankRun_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DriftReport" ADD CONSTRAINT "DriftReport_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DriftReport" ADD CONSTRAINT "DriftReport_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DriftReport" ADD CONSTRAINT "DriftReport_calibrationId_fkey" FOREIGN KEY ("calibrationId") REFERENCES "Calibration"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DriftReport" ADD CONSTRAINT "DriftReport_dismissedById_fkey" FOREIGN KEY ("dismissedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
