import type { ClientBase, Pool } from 'pg';

/**
 * New words of a text index wait in a list, which every search reads too, until somebody sorts them in; whoever stores one
 * too many has to. Sorts in what waits where the project's texts are, and what comes meanwhile: storing goes on beside it.
 *
 * Nothing is done where the database belongs to another role than the one that asks.
 */
export async function sortInWaitingWords(db: ClientBase | Pool, projectId: string): Promise<void> {
  await db.query(SORT_IN, [projectId]);
}

const SORT_IN = `
  SELECT gin_clean_pending_list(index."indexrelid"::regclass)
  FROM pg_index index
  JOIN pg_class class ON class."oid" = index."indexrelid"
  JOIN pg_am method ON method."oid" = class."relam"
  WHERE method."amname" = 'gin' AND pg_has_role(class."relowner", 'USAGE')
    AND index."indrelid" = (SELECT "tableoid" FROM "DocumentText" WHERE "projectId" = $1 LIMIT 1)`;
