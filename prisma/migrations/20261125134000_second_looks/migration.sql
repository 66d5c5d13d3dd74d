-- Documents shown again to one person, suspects among as many others, in one random order.
CREATE TABLE "SecondLook" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "sampleId" UUID NOT NULL,
    "raterId" UUID NOT NULL,
    "seed" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "relevanceCut" DOUBLE PRECISION NOT NULL,
    "size" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SecondLook_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "SecondLookItem" (
    "secondLookId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "projectId" UUID NOT NULL,
    "documentId" UUID NOT NULL,
    "isSuspect" BOOLEAN NOT NULL,
    "label" DOUBLE PRECISION NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "hasRatedBefore" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "ratingId" UUID,

    CONSTRAINT "SecondLookItem_pkey" PRIMARY KEY ("secondLookId","position"),
    CONSTRAINT "SecondLookItem_label_range" CHECK ("label" BETWEEN 1 AND 5)
);

CREATE UNIQUE INDEX "SecondLookItem_secondLookId_documentId_key" ON "SecondLookItem"("secondLookId", "documentId");
CREATE UNIQUE INDEX "SecondLookItem_ratingId_key" ON "SecondLookItem"("ratingId");
CREATE INDEX "SecondLookItem_projectId_documentId_idx" ON "SecondLookItem"("projectId", "documentId");
CREATE INDEX "SecondLook_sampleId_createdAt_idx" ON "SecondLook"("sampleId", "createdAt");
-- One of a person's about a sample is under way at most.
CREATE UNIQUE INDEX "SecondLook_open_key" ON "SecondLook"("sampleId", "raterId") WHERE "finishedAt" IS NULL;
-- One second look at a document of a sample is in force for each rater; a later one supersedes it.
CREATE UNIQUE INDEX "Rating_current_second_look_key" ON "Rating"("sampleId", "documentId", "raterId") WHERE "isCurrent" AND "kind" = 'SECOND_LOOK';

ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "SampleDesign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "SecondLookItem" ADD CONSTRAINT "SecondLookItem_secondLookId_fkey" FOREIGN KEY ("secondLookId") REFERENCES "SecondLook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "SecondLookItem" ADD CONSTRAINT "SecondLookItem_ratingId_fkey" FOREIGN KEY ("ratingId") REFERENCES "Rating"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "SecondLookItem" ADD CONSTRAINT "SecondLookItem_projectId_documentId_fkey" FOREIGN KEY ("projectId", "documentId") REFERENCES "Document"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
