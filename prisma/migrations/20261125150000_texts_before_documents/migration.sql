-- Texts are stored before their documents, which wait for their turn in the project; the key is asked for at the commit.
-- It leads from partition to partition: both tables are cut by the hash of the project into as many parts, so that a
-- document and its text lie in parts of one number. Asked of the whole table it cost 40 of an import's 350 microseconds a
-- document; asked of the part, next to nothing (docs/decisions/0086).
ALTER TABLE "DocumentText" DROP CONSTRAINT "DocumentText_projectId_documentId_fkey";
-- A row of an abstract and its search vector has about 4 kB and stays in one piece. With the usual 2 kB the vector was
-- compressed, to little use, and moved to a table of its own: 90 microseconds a document, for a table a quarter smaller.
DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format(
      'ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY ("projectId", "documentId") REFERENCES %I ("projectId", "id")
         ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED',
      'DocumentText_' || part, 'DocumentText_' || part || '_document_fkey', 'Document_' || part);
    EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 8160)', 'DocumentText_' || part);
  END LOOP;
END $$;
