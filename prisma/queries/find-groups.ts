import type { ClientBase } from 'pg';

/** A record on its way into the project. */
export interface Keyed {
  readonly dedupKey: string;
  /** Of its title and text as they are. */
  readonly contentHash: string;
}

/** Where it belongs. */
export interface Grouping {
  /** Its own, or the key that a person's split has given this very content. */
  readonly dedupKey: string;
  /** What records of one group have in common: that key, or the key of the group a person joined it to. */
  readonly group: string;
  /** The group's first document; null while the project has none. */
  readonly firstId: string | null;
}

interface Decision {
  readonly kind: 'SPLIT' | 'JOIN';
  readonly keys: readonly string[];
  readonly contentHash: string | null;
  readonly newKey: string;
}

/** Decisions that lead from one key to the next; people do not go on for long. */
const MOST_STEPS = 16;

/**
 * The group of each record, as keys and people's decisions have it; in the order given. Call it under
 * lockProjectDocuments.
 */
export async function findGroups(tx: ClientBase, projectId: string, records: readonly Keyed[]): Promise<Grouping[]> {
  const decisions = await findDecisions(
    tx,
    projectId,
    records.map(({ dedupKey }) => dedupKey),
  );
  const placed = records.map((record) => {
    const dedupKey = keyAfterSplits(record, decisions);
    return { dedupKey, joined: groupsAfterJoins(dedupKey, decisions) };
  });
  const firsts = await findFirsts(
    tx,
    projectId,
    placed.flatMap(({ joined }) => joined),
  );
  return placed.map(({ dedupKey, joined }) => {
    const firstId = joined.flatMap((key) => firsts.get(key) ?? [])[0] ?? null;
    return { dedupKey, group: joined.at(-1) ?? dedupKey, firstId };
  });
}

/** All decisions in force that concern these keys or the keys that they lead to. */
async function findDecisions(tx: ClientBase, projectId: string, keys: readonly string[]): Promise<Decision[]> {
  const found: Decision[] = [];
  const asked = new Set<string>();
  for (let next = [...new Set(keys)]; next.length > 0 && asked.size < keys.length + 1_000; ) {
    for (const key of next) asked.add(key);
    const { rows } = await tx.query<Decision>(
      `SELECT "kind", "keys", "contentHash", "newKey" FROM "DuplicateDecision"
       WHERE "projectId" = $1 AND "undoneAt" IS NULL AND "keys" && $2::text[] ORDER BY "createdAt", "id"`,
      [projectId, next],
    );
    found.push(...rows);
    next = [...new Set(rows.map(({ newKey }) => newKey))].filter((key) => !asked.has(key));
  }
  return found;
}

function keyAfterSplits({ dedupKey, contentHash }: Keyed, decisions: readonly Decision[]): string {
  let key = dedupKey;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const split = decisions.find(
      (one) => one.kind === 'SPLIT' && one.keys[0] === key && one.contentHash === contentHash,
    );
    if (!split) return key;
    key = split.newKey;
  }
  return key;
}

/** The key itself first, then the groups it was joined to, one after the other. */
function groupsAfterJoins(dedupKey: string, decisions: readonly Decision[]): string[] {
  const keys = [dedupKey];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const last = keys.at(-1) ?? dedupKey;
    const join = decisions.find(
      ({ kind, keys: from, newKey }) => kind === 'JOIN' && from.includes(last) && newKey !== last,
    );
    if (!join || keys.includes(join.newKey)) return keys;
    keys.push(join.newKey);
  }
  return keys;
}

/**
 * The first document behind each key. Documents of one key are in one group always, so that any of them leads there:
 * one probe of the index a key, however many repeat it.
 */
async function findFirsts(tx: ClientBase, projectId: string, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ key: string; firstId: string }>(
    `SELECT given."key", found."firstId"
     FROM unnest($2::text[]) AS given("key")
     CROSS JOIN LATERAL (
       SELECT coalesce("duplicateOfId", "id") AS "firstId" FROM "Document"
       WHERE "projectId" = $1 AND "dedupKey" = given."key" LIMIT 1
     ) AS found`,
    [projectId, [...new Set(keys)]],
  );
  return new Map(rows.map(({ key, firstId }) => [key, firstId]));
}
