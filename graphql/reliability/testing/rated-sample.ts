import { toGlobalId } from '@/graphql/global-id';
import { done, draw, keyOfSample, type Sample } from '@/graphql/samples/testing/sample-requests';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeedDocument, type SeededProject, seedDocuments, seedProject } from '@/prisma/seed';

export interface RatedDocument extends SeedDocument {
  /** By rater, in the order of `raters`; null has not answered. */
  readonly ratings: readonly (number | null)[];
}

export interface RatedSample {
  readonly project: SeededProject;
  readonly id: string;
  readonly key: string;
  readonly sample: Sample;
  /** In the order of the documents given. */
  readonly documentIds: readonly string[];
}

/** A project whose documents are all drawn and rated as given. */
export async function ratedSample(
  { owner, teamId, raters }: { owner: string | undefined; teamId: string; raters: readonly (string | undefined)[] },
  documents: readonly RatedDocument[],
): Promise<RatedSample> {
  const project = await seedProject(getPool(), { teamId });
  const documentIds = await seedDocuments(
    getPool(),
    project,
    documents.map(({ ratings: _ratings, ...document }) => document),
  );
  const input = { projectId: toGlobalId('Project', project.projectId), size: documents.length, seed: 'egrets' };
  const sample = done(await draw(owner, input));
  const key = keyOfSample(sample);
  for (const [place, rater] of raters.entries()) {
    await rateAll(
      key,
      rater ?? '',
      documents.map(({ ratings }, index) => ({ documentId: documentIds[index] ?? '', value: ratings[place] ?? null })),
    );
  }
  return { project, id: sample.id, key, sample, documentIds };
}

async function rateAll(
  sampleId: string,
  raterId: string,
  answers: readonly { readonly documentId: string; readonly value: number | null }[],
): Promise<void> {
  const { projectId } = await getDatabase().sampleDesign.findUniqueOrThrow({ where: { id: sampleId } });
  const data = answers.flatMap(({ documentId, value }) =>
    value === null ? [] : [{ projectId, sampleId, documentId, raterId, kind: 'VALIDATION' as const, value }],
  );
  await getDatabase().rating.createMany({ data });
}
