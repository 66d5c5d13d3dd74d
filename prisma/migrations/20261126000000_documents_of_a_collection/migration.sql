-- A document belongs to a collection of its own project, in one key instead of two that knew nothing of each other. It is
-- asked for once a document instead of twice; the ranking index of a collection begins with the same columns, so removing a
-- collection needs no index of its own either, and looks in one part of the table instead of sixteen (docs/decisions/0091).
CREATE UNIQUE INDEX "Collection_projectId_id_key" ON "Collection"("projectId", "id");
ALTER TABLE "Document" DROP CONSTRAINT "Document_projectId_fkey";
ALTER TABLE "Document" DROP CONSTRAINT "Document_collectionId_fkey";
ALTER TABLE "Document" ADD CONSTRAINT "Document_projectId_collectionId_fkey" FOREIGN KEY ("projectId", "collectionId") REFERENCES "Collection"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
DROP INDEX "Document_collectionId_idx";
