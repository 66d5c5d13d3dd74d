/** Names of columns and keys that mean a part of a label, best first; case, spaces and punctuation do not count. */
const COLUMN_NAMES = {
  id: ['id', 'document_id', 'doc_id', 'record_id', 'external_id', 'uid', 'pmid', 'doi'],
  rawScore: ['score', 'raw_score', 'model_score', 'predicted_score', 'prediction', 'predicted'],
  rankingScore: ['ranking_score', 'calibrated_score', 'recalibrated_score', 'calibrated'],
  rating: ['rating', 'expert_rating', 'expert_score', 'human_rating', 'human_score', 'gold', 'label', 'y'],
  stratum: ['stratum', 'strata', 'layer'],
  inclusionProbability: [
    'inclusion_probability',
    'inclusion_prob',
    'selection_probability',
    'sampling_probability',
    'pi',
  ],
} as const;

export type LabelColumn = keyof typeof COLUMN_NAMES;

/** For each part of a label the column that holds it, if there is one; of several names the best. */
export function findColumns(names: readonly string[]): Partial<Record<LabelColumn, string>> {
  const byKey = new Map(names.toReversed().map((name) => [keyOf(name), name]));
  const found: Partial<Record<LabelColumn, string>> = {};
  for (const [column, synonyms] of Object.entries(COLUMN_NAMES)) {
    const known = synonyms.find((synonym) => byKey.has(synonym));
    if (known !== undefined) found[column as LabelColumn] = byKey.get(known);
  }
  return found;
}

function keyOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
