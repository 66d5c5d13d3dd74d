import { estimateWords } from '@/components/threshold/read-point';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import type { VersionFragment } from '@/graphql/generated/operations/graphql';

/** One thing said of two versions. */
export interface ComparedRow {
  readonly label: string;
  readonly left: string;
  readonly right: string;
  readonly differs: boolean;
}

/** Everything that two versions recorded, side by side, in the order in which one asks. */
export function compareVersions(left: VersionFragment, right: VersionFragment): ComparedRow[] {
  return FACTS.map(({ label, words }) => {
    const [said, other] = [words(left), words(right)];
    return { label, left: said, right: other, differs: said !== other };
  });
}

const FACTS: readonly Readonly<{ label: string; words: (version: VersionFragment) => string }>[] = [
  { label: 'Threshold', words: ({ threshold }) => thresholdWords(threshold) },
  { label: 'Chosen', words: originWords },
  { label: 'Certificate', words: certificateWords },
  { label: 'Precision', words: ({ precision }) => estimateWords(precision) },
  { label: 'Recall', words: ({ recall }) => estimateWords(recall) },
  { label: 'To read', words: workloadWords },
  { label: 'Labels', words: ({ labelled, relevant }) => `${formatCount(labelled)}, ${formatCount(relevant)} relevant` },
  { label: 'Relevance cut', words: ({ relevanceCut }) => String(relevanceCut) },
  { label: 'Sample', words: sampleWords },
  { label: 'Seed', words: ({ sample }) => sample.seed },
  { label: 'Model', words: ({ model }) => (model ? `${model.name}, revision ${model.revision}` : 'not known') },
  { label: 'Recalibration', words: recalibrationWords },
  { label: 'Software', words: ({ productVersion }) => (productVersion ? `Winnow ${productVersion}` : 'not recorded') },
  { label: 'Saved', words: ({ createdAt }) => `${createdAt.slice(0, 10)}, ${createdAt.slice(11, 16)} UTC` },
  { label: 'By', words: ({ createdBy }) => createdBy.name },
  { label: 'Note', words: ({ note }) => note || 'none' },
];

/** To four decimals: two thresholds that include different documents are not to look alike. */
function thresholdWords(threshold: number): string {
  return String(Number(threshold.toFixed(4)));
}

const ORIGINS = {
  BY_HAND: 'by hand',
  BY_CERTIFICATE: 'by its certificate',
  BY_COST: 'by cost',
  BY_WORKLOAD: 'by workload',
} as const;

export function originWords({ origin, costs }: Pick<VersionFragment, 'origin' | 'costs'>): string {
  const words = ORIGINS[origin];
  return costs
    ? `${words}; a false positive costs ${costs.falsePositive}, a false negative ${costs.falseNegative}`
    : words;
}

const REFUSALS = {
  TOO_FEW_POSITIVES: 'too few relevant labels',
  NOT_A_SIMPLE_RANDOM_SAMPLE: 'not a simple random sample',
  ROWS_REJECTED: 'some labels could not be read',
} as const;

export function certificateWords({ certificate }: Pick<VersionFragment, 'certificate'>): string {
  if (!certificate) return 'not asked for';
  const { recall, confidence, threshold, isCovered, refusal } = certificate;
  const promise = `${formatShare(recall)} recall with ${formatShare(confidence)} confidence`;
  if (isCovered) return `holds: ${promise}`;
  if (threshold != null) return `holds up to ${formatScore(threshold)} only: ${promise}`;
  return `refused, ${refusal ? REFUSALS[refusal] : 'no reason recorded'}: ${promise}`;
}

function workloadWords({ workload, documents }: VersionFragment): string {
  const share = documents === 0 ? '' : ` (${formatShare(workload / documents)})`;
  return `${formatCount(workload)} of ${formatCount(documents)}${share}, counted`;
}

function sampleWords({ sample, sampleSize }: VersionFragment): string {
  const kind = sample.kind === 'STRATIFIED' ? 'stratified' : 'simple random';
  return `${kind}, ${formatCount(sampleSize)} of ${formatCount(sample.populationSize)} drawn on ${sample.createdAt.slice(0, 10)}`;
}

function recalibrationWords({ recalibration }: VersionFragment): string {
  return recalibration ? `version ${recalibration.version}, ${recalibration.kind.toLowerCase()}` : 'none';
}
