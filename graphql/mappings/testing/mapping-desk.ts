import { expect, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson } from '@/graphql/testing/people';
import { getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';

export const PREVIEW = `query ($id: ID!) { node(id: $id) { ... on ImportRun { status mapping { origin }
  preview { version format encoding delimiter isPending failureCode columnsLeftOut rowsRead defaultLabelName
    columns { name role samples filledShare labelKind } rows { values { column value } }
    suggestedLabel { column kind } notices { code } } } } }`;
export const RUN = `query ($id: ID!) { node(id: $id) { ... on ImportRun { status read accepted rejected duplicates
  mapping { origin confirmedBy { name } columns { name role } label { column kind name } }
  referenceSource { name kind column labelled counts { value documents } createdBy { name } }
  issues(first: 50) { nodes { code line field snippet } } } } }`;
const CONFIRM = `mutation ($input: ConfirmImportMappingInput!) { confirmImportMapping(input: $input) {
  import { status } userErrors { code field } } }`;

export interface Preview {
  readonly version: number;
  readonly isPending: boolean;
  readonly failureCode: string | null;
  readonly rows: { values: { column: string; value: string }[] }[];
  readonly columns: { name: string; role: string | null; labelKind: string | null }[];
}
export interface Somebody {
  readonly id: string;
  readonly name: string;
}

/** Two of the team that may say what columns mean. */
export async function joinTwo(team: Team): Promise<{ ann: Somebody; bob: Somebody }> {
  return { ann: await join(team, 'Ann', 'REVIEWER'), bob: await join(team, 'Bob', 'ADMIN') };
}

interface Team {
  readonly teamId: string;
}

export async function join({ teamId }: Team, name: string, role: Role): Promise<Somebody> {
  const person = await createPerson({ name });
  await getDatabase().membership.create({ data: { teamId, userId: person.id, role } });
  return person;
}

export const runId = (importRunId: string) => toGlobalId('ImportRun', importRunId);

/** Until it waits for a person, with a preview that is not being made anew. */
export function untilItWaits(person: Somebody, importRunId: string): Promise<Preview> {
  return vi.waitFor(async () => {
    const { status, needsInspection } = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
    expect([status, needsInspection]).toEqual(['NEEDS_MAPPING', false]);
    return at<Preview>(await ask(person.id, PREVIEW, { id: runId(importRunId) }), 'node.preview');
  }, PATIENCE);
}
export const PATIENCE = { timeout: 60_000, interval: 50 };

interface Answer {
  readonly import: { readonly status: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] }[];
}

/** The mutation's own answer: what became of the import, and what was wrong. */
export async function send(
  person: { readonly id: string },
  document: string,
  field: string,
  input: Record<string, unknown>,
): Promise<Answer> {
  return at(await ask(person.id, document, { input }), field);
}

export const confirm = (person: { readonly id: string }, importRunId: string, input: Record<string, unknown>) =>
  send(person, CONFIRM, 'confirmImportMapping', { importId: runId(importRunId), ...input });

export const documentsOf = (importRunId: string) =>
  getDatabase().document.findMany({
    where: { importRunId },
    orderBy: { recordNumber: 'asc' },
    include: { text: true },
  });

/** Columns that nobody could guess. */
export const ODD =
  'Kop;Samenvatting;Jaar;Oordeel\nAspirine;Wij gaven aspirine.;2019;ja\nStatines;Een cohort.;2020;nee\n';
export const ODD_ROLES = [
  { name: 'Kop', role: 'TITLE' },
  { name: 'Samenvatting', role: 'TEXT' },
  { name: 'Jaar', role: 'YEAR' },
];
