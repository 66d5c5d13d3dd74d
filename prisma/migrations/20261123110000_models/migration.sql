-- Who looks after the installation: from now on the first account, in an older one the oldest.
ALTER TABLE "User" ADD COLUMN "isOperator" BOOLEAN NOT NULL DEFAULT false;
UPDATE "User" SET "isOperator" = true
WHERE "id" = (SELECT "id" FROM "User" WHERE "disabledAt" IS NULL ORDER BY "createdAt", "id" LIMIT 1);

-- Models of the installation, as the workers last saw them in their data folder.
CREATE TYPE "ModelSource" AS ENUM ('BUILT_IN', 'HUB', 'FOLDER', 'SETTING');

CREATE TABLE "InstalledModel" (
    "id" UUID NOT NULL,
    "repository" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "source" "ModelSource" NOT NULL,
    "requested" TEXT,
    "name" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT false,
    "isStandIn" BOOLEAN NOT NULL DEFAULT false,
    "parity" JSONB,
    "problem" TEXT,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3),

    CONSTRAINT "InstalledModel_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "InstalledModel_repository_revision_key" ON "InstalledModel"("repository", "revision");

-- Two models cannot both be the one that scores.
CREATE UNIQUE INDEX "InstalledModel_active_key" ON "InstalledModel"((true)) WHERE "isActive";

CREATE TYPE "ModelTaskKind" AS ENUM ('PULL', 'VERIFY', 'USE', 'REMOVE');
CREATE TYPE "ModelTaskStatus" AS ENUM ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED');
CREATE TYPE "ModelTaskPhase" AS ENUM ('FETCHING', 'CHECKING', 'MEASURING');

CREATE TABLE "ModelTask" (
    "id" UUID NOT NULL,
    "kind" "ModelTaskKind" NOT NULL,
    "repository" TEXT NOT NULL,
    "revision" TEXT,
    "status" "ModelTaskStatus" NOT NULL DEFAULT 'QUEUED',
    "phase" "ModelTaskPhase",
    "done" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT NOT NULL DEFAULT 0,
    "failureCode" TEXT,
    "failureMessage" TEXT,
    "attempt" UUID,
    "requestedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ModelTask_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "ModelTask_createdAt_idx" ON "ModelTask"("createdAt");

ALTER TABLE "ModelTask" ADD CONSTRAINT "ModelTask_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
