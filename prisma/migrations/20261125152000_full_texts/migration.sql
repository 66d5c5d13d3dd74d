-- Articles and pages that have an abstract: whether their body is read as well, as it was chosen at the upload.
ALTER TABLE "Upload" ADD COLUMN "isFullText" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "ImportRun" ADD COLUMN "isFullText" BOOLEAN NOT NULL DEFAULT false;
