'use client';

import { useOperation } from '@/components/data/use-operation';
import {
  type ComparedFeature,
  chanceWords,
  driftedWords,
  FEATURE_NAMES,
  medianWords,
  psiWords,
} from '@/components/monitor/drift-words';
import { FeatureHistograms } from '@/components/monitor/feature-histograms';
import { DismissDriftNotice } from '@/components/monitor/monitor-query';
import { Section } from '@/components/shell/page';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { showFailure } from '@/components/ui/toast';
import type { DismissDriftNoticeMutation, DriftReportLineFragment } from '@/graphql/generated/operations/graphql';

const pickDismiss = (result: DismissDriftNoticeMutation) => result.dismissDriftNotice;

type DriftReportProps = Readonly<{ report: DriftReportLineFragment; mayDismiss: boolean; onChange: () => void }>;

/** One collection against what the version in force was computed from. */
export function DriftReport({ report, mayDismiss, onChange }: DriftReportProps) {
  const { collection, documents, newDocuments, checkedAt, features, hasDrifted } = report;
  const part = documents < newDocuments ? `, ${formatCount(documents)} of them compared at random` : '';
  return (
    <Section
      title={collection.name}
      hint={`${formatCount(newDocuments)} new documents${part}; last compared on ${checkedAt.slice(0, 10)}, ${checkedAt.slice(11, 16)} UTC.`}
    >
      {hasDrifted ? <Drift report={report} mayDismiss={mayDismiss} onChange={onChange} /> : null}
      <DataTable
        caption={`Features of ${collection.name}`}
        columns={COLUMNS}
        rows={features}
        rowKey={({ feature }) => feature}
      />
      <FeatureHistograms features={features} collection={collection.name} />
    </Section>
  );
}

function Drift({ report, mayDismiss, onChange }: DriftReportProps) {
  const dismiss = useOperation(DismissDriftNotice, pickDismiss);
  const { dismissedAt, dismissedBy, features } = report;
  const put = async () => {
    if (!(await dismiss.run({ input: { driftReportId: report.id } })))
      showFailure({ message: 'The notice was not put away', detail: 'Somebody may have done so already.' });
    onChange();
  };
  return (
    <Notice
      tone={dismissedAt ? 'neutral' : 'wrong'}
      className="mb-3"
      title={`Drift of ${driftedWords(features)}`}
      action={
        mayDismiss && !dismissedAt ? (
          <Button size="small" loading={dismiss.isRunning} onClick={put}>
            Dismiss notice
          </Button>
        ) : null
      }
    >
      These documents differ from those the threshold was computed from, so its figures may not hold for them. Rate some
      of them in a new sample before you rely on it.
      {dismissedAt ? (
        <span className="block">
          Notice dismissed on {dismissedAt.slice(0, 10)}
          {dismissedBy ? (
            <>
              {' '}
              by <bdi>{dismissedBy.name}</bdi>
            </>
          ) : null}
          .
        </span>
      ) : null}
    </Notice>
  );
}

const COLUMNS: readonly Column<ComparedFeature>[] = [
  {
    key: 'feature',
    header: 'Feature',
    isRowHeader: true,
    cell: ({ feature, hasDrifted }) => (
      <span className="inline-flex flex-wrap items-center gap-1.5">
        {FEATURE_NAMES[feature]}
        {hasDrifted ? <Badge tone="wrong">drift</Badge> : null}
      </span>
    ),
  },
  { key: 'median', header: 'Median, then → now', align: 'end', cell: medianWords },
  { key: 'psi', header: 'PSI', align: 'end', cell: psiWords },
  {
    key: 'wasserstein',
    header: 'Wasserstein',
    align: 'end',
    wideOnly: true,
    cell: ({ wasserstein }) => wasserstein.toFixed(2),
  },
  {
    key: 'ks',
    header: 'KS',
    align: 'end',
    wideOnly: true,
    cell: ({ ksDistance, adjustedP }) => `${ksDistance.toFixed(3)}, p ${chanceWords(adjustedP)}`,
  },
  {
    key: 'n',
    header: 'n, then → now',
    align: 'end',
    wideOnly: true,
    cell: ({ referenceCount, currentCount }) => `${formatCount(referenceCount)} → ${formatCount(currentCount)}`,
  },
];
