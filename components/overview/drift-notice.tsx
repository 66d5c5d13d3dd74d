import { ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/page-states';
import type { OverviewQuery as OverviewResult } from '@/graphql/generated/operations/graphql';

type DriftNoticeProps = Readonly<{
  base: string;
  drifts: NonNullable<OverviewResult['project']>['driftReports'];
}>;

/** Until somebody dismisses it: the threshold in force may not hold for what has come in. */
export function DriftNotice({ base, drifts: { nodes, totalCount } }: DriftNoticeProps) {
  const [first] = nodes;
  if (!first) return null;
  const others = totalCount > 1 ? ` and ${totalCount - 1} more` : '';
  return (
    <Notice
      tone="wrong"
      className="mb-6"
      title="New documents differ from those the threshold was computed from"
      action={<ButtonLink href={`${base}/monitor`}>Look at the drift</ButtonLink>}
    >
      <bdi className="wrap-anywhere">{first.collection.name}</bdi>
      {others}: the figures of the threshold in force may not hold for them.
    </Notice>
  );
}
