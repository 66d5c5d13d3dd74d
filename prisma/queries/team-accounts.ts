import { type AnyDatabase, readRows } from './read-rows';

export interface TeamAccountRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly memberCount: number;
  readonly projectCount: number;
}

interface AccountPage {
  /** Part of the name; '': all teams. */
  readonly search: string;
  /** The team that the page comes after; one that is gone ends the list. */
  readonly after: string | null;
  readonly take: number;
}

/** Teams of the whole installation by name; those of one name by id. */
export async function listTeamAccounts(
  db: AnyDatabase,
  { search, after, take }: AccountPage,
): Promise<TeamAccountRow[]> {
  return readRows<TeamAccountRow>(
    db,
    `${ACCOUNT}
     WHERE ($1::text = '' OR team."name" ILIKE $2::text)
       AND ($3::uuid IS NULL OR (lower(team."name"), team."id") >
         (SELECT lower(last."name"), last."id" FROM "Team" last WHERE last."id" = $3::uuid))
     ORDER BY lower(team."name"), team."id" LIMIT $4::int`,
    [search, patternOf(search), after, take],
  );
}

export async function findTeamAccount(db: AnyDatabase, teamId: string): Promise<TeamAccountRow | null> {
  const [row] = await readRows<TeamAccountRow>(db, `${ACCOUNT} WHERE team."id" = $1::uuid`, [teamId]);
  return row ?? null;
}

const ACCOUNT = `
  SELECT team."id", team."name", team."createdAt",
    (SELECT count(*)::int FROM "Membership" WHERE "teamId" = team."id") AS "memberCount",
    (SELECT count(*)::int FROM "Project" WHERE "teamId" = team."id") AS "projectCount"
  FROM "Team" team`;

export async function countTeamAccounts(db: AnyDatabase, search: string): Promise<number> {
  const rows = await readRows<{ count: number }>(
    db,
    `SELECT count(*)::int AS "count" FROM "Team" WHERE $1::text = '' OR "name" ILIKE $2::text`,
    [search, patternOf(search)],
  );
  return rows[0]?.count ?? 0;
}

/** What is looked for is text: its signs for any text stand for themselves. */
function patternOf(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}
