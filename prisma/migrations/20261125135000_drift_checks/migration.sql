-- A report is made again when its collection has grown: how many there were, which the compared do not say, and when.
ALTER TABLE "DriftReport" ADD COLUMN "newDocuments" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "checkedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "DriftReport" ALTER COLUMN "newDocuments" DROP DEFAULT;
