import { gatherGroups } from '@/calibration/gather-groups';
import { samplingDesign } from '@/calibration/sampling-design';
import { type SubgroupMetrics, subgroupMetrics } from '@/calibration/subgroup-metrics';
import { readNamedLabels } from '@/graphql/calibrations/read-labels';
import { readThreshold } from '@/graphql/calibrations/save-calibration';
import { toExactEstimate } from '@/graphql/calibrations/threshold-points';
import type { Context } from '@/graphql/context';
import type { Subgroup, SubgroupBy, SubgroupReport, ThresholdSource } from '@/graphql/generated/resolver-types';
import { type SubgroupMember, subgroupMembers } from '@/graphql/reliability/subgroup-members';
import type { ProjectRow, SampleRow } from '@/graphql/rows';

const MINIMUM_SIZE = 20;
const MOST_GROUPS = 50;

/** How well the scores do in each group of a sample; null while nothing is rated. */
export async function subgroupReport(
  context: Context,
  sample: SampleRow,
  by: SubgroupBy,
  given: number | null | undefined,
): Promise<SubgroupReport | null> {
  const data = await readNamedLabels(context, sample);
  if (!data) return null;
  const { project, labels } = data;
  const { threshold, thresholdSource } = await chooseThreshold(context, project, given);
  const members = await subgroupMembers(project.id, labels, by);
  const { kept, gathered, groups } = gatherGroups(members, MOST_GROUPS);
  const measure = (of: readonly SubgroupMember[]) =>
    subgroupMetrics(of, {
      relevanceCut: project.relevanceCut,
      threshold,
      minimumSize: MINIMUM_SIZE,
      intervalMethod: 'clopper-pearson',
    });
  const asOne = (of: readonly SubgroupMember[], label: string) =>
    toSubgroup(measure(of.map((member) => ({ ...member, group: label })))[0], label);
  const whole = labels.map(({ id, score, rating }) => ({ id, score, rating, group: '', label: '', order: 0 }));
  return {
    by,
    threshold,
    thresholdSource,
    relevanceCut: project.relevanceCut,
    n: labels.length,
    minimumSize: MINIMUM_SIZE,
    isUnequallyDrawn: samplingDesign(labels) !== 'SIMPLE_RANDOM',
    whole: asOne(whole, 'All rated documents'),
    groups: inOrder(measure(kept), kept),
    gathered: groups === 0 ? null : asOne(gathered, 'All smaller groups'),
    gatheredGroups: groups,
  };
}

async function chooseThreshold(
  context: Context,
  { activeCalibrationId, relevanceCut }: ProjectRow,
  given: number | null | undefined,
): Promise<{ threshold: number; thresholdSource: ThresholdSource }> {
  if (given != null) return { threshold: readThreshold(given), thresholdSource: 'GIVEN' };
  const active = activeCalibrationId ? await context.loaders.calibration.load(activeCalibrationId) : null;
  if (active) return { threshold: active.threshold, thresholdSource: 'ACTIVE' };
  return { threshold: relevanceCut, thresholdSource: 'RELEVANCE_CUT' };
}

/** By their own order where they have one; the sort is stable, so equals stay by size. */
function inOrder(metrics: readonly SubgroupMetrics[], members: readonly SubgroupMember[]): Subgroup[] {
  const of = new Map(members.map((member) => [member.group, member]));
  const orderOf = ({ group }: SubgroupMetrics) => of.get(group)?.order ?? 0;
  const compare = (left: number, right: number) => (left === right ? 0 : left - right);
  return [...metrics]
    .sort((left, right) => compare(orderOf(left), orderOf(right)))
    .map((each) => toSubgroup(each, of.get(each.group)?.label ?? each.group));
}

const SUPPRESSED = {
  isSuppressed: true,
  precision: null,
  recall: null,
  f1: null,
  accuracy: null,
  bias: null,
  mse: null,
  mae: null,
  r2: null,
} as const;

function toSubgroup(metrics: SubgroupMetrics | undefined, label: string): Subgroup {
  if (!metrics || metrics.isSuppressed) return { label, n: metrics?.n ?? 0, ...SUPPRESSED };
  const { n, regression, precision, recall, f1, accuracy } = metrics;
  const { bias, mse, mae, r2 } = regression;
  return {
    label,
    n,
    isSuppressed: false,
    precision: toExactEstimate(precision),
    recall: toExactEstimate(recall),
    f1: toExactEstimate(f1),
    accuracy: toExactEstimate(accuracy),
    bias,
    mse,
    mae,
    r2,
  };
}
