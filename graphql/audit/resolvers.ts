import { roleMay } from '@/graphql/access';
import { readCursor, readPage, toConnection } from '@/graphql/connection';
import { type Context, requirePermission, roleIn } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { readGlobalId, toGlobalId } from '@/graphql/global-id';
import type { AuditEventRow, ProjectRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import {
  countProjectEvents,
  countTeamEvents,
  type EventPosition,
  listProjectEvents,
  listTeamEvents,
} from '@/prisma/queries/audit-events';

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

export const auditResolvers: Resolvers = {
  Team: { auditEvents: (team, page, context) => listForTeam(context, team.id, page) },
  Project: { auditEvents: (project, page, context) => listForProject(context, project, page) },
  AuditEvent: {
    id: (event) => toGlobalId('AuditEvent', event.id),
    actor: (event, _arguments, context) => (event.actorId ? context.loaders.user.load(event.actorId) : null),
    subjectId: subjectId,
    details: visibleDetails,
  },
};

async function listForTeam(context: Context, teamId: string, page: Page) {
  await requirePermission(context, teamId, 'team:audit', 'team');
  const { take, before } = readEventPage(page);
  const [events, total] = await Promise.all([
    listTeamEvents(getDatabase(), teamId, { before: before?.sequence ?? null, take: take + 1 }),
    countTeamEvents(getDatabase(), teamId),
  ]);
  return toConnection(events, take, total, eventKey, before !== null);
}

async function listForProject(context: Context, { id: projectId, teamId }: ProjectRow, page: Page) {
  await requirePermission(context, teamId, 'project:read', 'project');
  const { take, before } = readEventPage(page);
  const [events, total] = await Promise.all([
    listProjectEvents(getDatabase(), { teamId, projectId }, { before, take: take + 1 }),
    countProjectEvents(getDatabase(), teamId, projectId),
  ]);
  return toConnection(events, take, total, eventKey, before !== null);
}

function eventKey({ occurredAt, sequence }: AuditEventRow): [string, number] {
  return [occurredAt.toISOString(), sequence];
}

function readEventPage(page: Page): { take: number; before: EventPosition | null } {
  const { take } = readPage({ first: page.first });
  if (!page.after) return { take, before: null };
  const [time = '', number = ''] = readCursor(page.after);
  const occurredAt = new Date(time);
  if (Number.isNaN(occurredAt.getTime()) || !/^[1-9]\d{0,8}$/.test(number)) {
    throw invalid('after', 'This is not a cursor that a page of this list has given.');
  }
  return { take, before: { occurredAt, sequence: Number(number) } };
}

/** The global id of what the event tells of, where it is something `node` finds; else the id as it was recorded. */
function subjectId({ subjectType, subjectId: id, projectId }: AuditEventRow): string {
  const keys = subjectType === 'Document' && projectId ? [projectId, id] : [id];
  const globalId = Buffer.from([subjectType, ...keys].join(':')).toString('base64url');
  return readGlobalId(globalId) ? globalId : id;
}

/**
 * What the event says, but for one thing: another rater's answer within a sample stays with those who may read the
 * team's record, since raters must not see each other's answers before their own.
 */
async function visibleDetails(event: AuditEventRow, _arguments: unknown, context: Context): Promise<unknown> {
  if (!ANSWERS.has(event.action) || event.actorId === context.viewer?.id) return event.details;
  const role = await roleIn(context, event.teamId);
  return role && roleMay(role, 'team:audit') ? event.details : {};
}
const ANSWERS: ReadonlySet<string> = new Set([
  'sample.rated',
  'sample.answer_withdrawn',
  'second_look.rated',
  'second_look.answer_withdrawn',
]);
