-- A table waits for a person to say what its columns mean.
ALTER TYPE "ImportStatus" ADD VALUE 'NEEDS_MAPPING' AFTER 'QUEUED';
CREATE TYPE "MappingRule" AS ENUM ('ASK_ALWAYS', 'ASK', 'AUTO');
CREATE TYPE "MappingOrigin" AS ENUM ('CONFIRMED', 'REMEMBERED', 'DETECTED');

ALTER TABLE "Project" ADD COLUMN "autoMapImports" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Upload" ADD COLUMN "autoMap" BOOLEAN NOT NULL DEFAULT false;

-- Imports that there are have been queued without an inspection and need none.
ALTER TABLE "ImportRun" ADD COLUMN "needsInspection" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "mappingRule" "MappingRule" NOT NULL DEFAULT 'ASK',
  ADD COLUMN "readEncoding" TEXT,
  ADD COLUMN "readDelimiter" TEXT,
  ADD COLUMN "preview" JSONB,
  ADD COLUMN "columnsHash" TEXT,
  ADD COLUMN "previewVersion" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "previewedAt" TIMESTAMPTZ(3),
  ADD COLUMN "previewFailureCode" TEXT,
  ADD COLUMN "previewFailureMessage" TEXT,
  ADD COLUMN "mapping" JSONB,
  ADD COLUMN "mappingOrigin" "MappingOrigin",
  ADD COLUMN "mappedById" UUID,
  ADD COLUMN "mappedAt" TIMESTAMPTZ(3);

ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_mappedById_fkey" FOREIGN KEY ("mappedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What a team has confirmed once for files with the same columns.
CREATE TABLE "ColumnMapping" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "columnsHash" TEXT NOT NULL,
    "columns" TEXT[],
    "columnCount" INTEGER NOT NULL,
    "mapping" JSONB NOT NULL,
    "confirmedById" UUID,
    "confirmedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ColumnMapping_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ColumnMapping_teamId_columnsHash_key" ON "ColumnMapping"("teamId", "columnsHash");

CREATE INDEX "ColumnMapping_teamId_createdAt_idx" ON "ColumnMapping"("teamId", "createdAt");

ALTER TABLE "ColumnMapping" ADD CONSTRAINT "ColumnMapping_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ColumnMapping" ADD CONSTRAINT "ColumnMapping_confirmedById_fkey" FOREIGN KEY ("confirmedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Labels that came with a file, apart from the team's own ratings.
CREATE TYPE "ReferenceLabelKind" AS ENUM ('BINARY', 'SCALE');

CREATE TABLE "ReferenceLabelSource" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "importRunId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    "kind" "ReferenceLabelKind" NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReferenceLabelSource_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ReferenceLabelSource_importRunId_key" ON "ReferenceLabelSource"("importRunId");

CREATE UNIQUE INDEX "ReferenceLabelSource_projectId_id_key" ON "ReferenceLabelSource"("projectId", "id");

CREATE INDEX "ReferenceLabelSource_projectId_createdAt_idx" ON "ReferenceLabelSource"("projectId", "createdAt");

ALTER TABLE "ReferenceLabelSource" ADD CONSTRAINT "ReferenceLabelSource_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ReferenceLabelSource" ADD CONSTRAINT "ReferenceLabelSource_importRunId_fkey" FOREIGN KEY ("importRunId") REFERENCES "ImportRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ReferenceLabelSource" ADD CONSTRAINT "ReferenceLabelSource_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "ReferenceLabel" (
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "raw" TEXT NOT NULL,

    CONSTRAINT "ReferenceLabel_pkey" PRIMARY KEY ("projectId","documentId","sourceId")
) PARTITION BY HASH ("projectId");

-- As many parts as its neighbours have, so that a project's rows stand together (prisma/README.md, "Partitions").
DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF "ReferenceLabel" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', 'ReferenceLabel_' || part, part);
  END LOOP;
END $$;

CREATE INDEX "ReferenceLabel_projectId_sourceId_value_documentId_idx" ON "ReferenceLabel"("projectId", "sourceId", "value", "documentId");

ALTER TABLE "ReferenceLabel" ADD CONSTRAINT "ReferenceLabel_value_range" CHECK ("value" BETWEEN 0 AND 5);

ALTER TABLE "ReferenceLabel" ADD CONSTRAINT "ReferenceLabel_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ReferenceLabel" ADD CONSTRAINT "ReferenceLabel_projectId_sourceId_fkey" FOREIGN KEY ("projectId", "sourceId") REFERENCES "ReferenceLabelSource"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Fields of the source are filtered on; one index over (project, field, value) as the search has one over words.
CREATE INDEX "DocumentText_projectId_metadata_idx" ON "DocumentText" USING GIN ("projectId" uuid_ops, "metadata" jsonb_ops);
