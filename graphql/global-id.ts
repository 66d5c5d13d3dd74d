import { notFound } from '@/graphql/errors';

/** Types whose objects `node` finds, with the number of keys that name one (a document is named within its project). */
const KEYS = {
  User: 1,
  Team: 1,
  Invitation: 1,
  ApiToken: 1,
  Project: 1,
  Collection: 1,
  ImportRun: 1,
  ColumnMapping: 1,
  ReferenceLabelSource: 1,
  Document: 2,
  ScoringRun: 1,
  Rating: 1,
  Sample: 1,
  SampleItem: 2,
  Calibration: 1,
  Recalibration: 1,
  DriftReport: 1,
  AuditEvent: 1,
  DuplicateProposal: 1,
  Tag: 1,
  Note: 1,
  Decision: 1,
  ExportRun: 1,
  SecondLook: 1,
  SecondLookItem: 2,
} as const;

export type IdType = keyof typeof KEYS;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const POSITION = /^[1-9][0-9]{0,8}$/;

export function toGlobalId(type: IdType, ...keys: readonly string[]): string {
  return Buffer.from([type, ...keys].join(':')).toString('base64url');
}

/** The type and keys of a global id, or null when it is none of ours. */
export function readGlobalId(id: string): { type: IdType; keys: readonly string[] } | null {
  if (id.length > 200) return null;
  const [type, ...keys] = Buffer.from(id, 'base64url').toString('utf8').split(':');
  if (type === undefined || !Object.hasOwn(KEYS, type)) return null;
  const known = type as IdType;
  if (keys.length !== KEYS[known]) return null;
  const isWellFormed = keys.every((key, index) =>
    (known === 'SampleItem' || known === 'SecondLookItem') && index === 1 ? POSITION.test(key) : UUID.test(key),
  );
  return isWellFormed ? { type: known, keys } : null;
}

/** The single key of an id of this type; NOT_FOUND for anything else, as a random id would answer. */
export function keyOf(type: IdType, id: string, field: string | null = null): string {
  const read = readGlobalId(id);
  const [key] = read?.keys ?? [];
  if (read?.type !== type || key === undefined) throw notFound(NAMES[type], field);
  return key;
}

export function keysOf(type: IdType, id: string, field: string | null = null): readonly [string, string] {
  const read = readGlobalId(id);
  const [first, second] = read?.keys ?? [];
  if (read?.type !== type || first === undefined || second === undefined) throw notFound(NAMES[type], field);
  return [first, second];
}

const NAMES: Record<IdType, string> = {
  User: 'user',
  Team: 'team',
  Invitation: 'invitation',
  ApiToken: 'token',
  Project: 'project',
  Collection: 'collection',
  ImportRun: 'import',
  ColumnMapping: 'column mapping',
  ReferenceLabelSource: 'source of labels',
  Document: 'document',
  ScoringRun: 'scoring run',
  Rating: 'rating',
  Sample: 'sample',
  SampleItem: 'sample item',
  Calibration: 'calibration',
  Recalibration: 'recalibration',
  DriftReport: 'drift report',
  AuditEvent: 'audit event',
  DuplicateProposal: 'proposal',
  Tag: 'tag',
  Note: 'note',
  Decision: 'decision',
  ExportRun: 'export',
  SecondLook: 'second look',
  SecondLookItem: 'item of a second look',
};
