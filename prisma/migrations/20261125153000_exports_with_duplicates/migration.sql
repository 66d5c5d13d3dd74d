-- Records that repeat a document of the list follow it in the file, where that was asked for.
ALTER TABLE "ExportRun" ADD COLUMN "withDuplicates" BOOLEAN NOT NULL DEFAULT false;
