'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { countIncluded } from '@/components/charts/histogram-bins';
import { ScoreHistogram } from '@/components/charts/score-histogram';
import { ThresholdCurves } from '@/components/charts/threshold-curves';
import { request } from '@/components/data/request';
import { Section } from '@/components/shell/page';
import { CertificateNotice } from '@/components/threshold/certificate-notice';
import { type Curve, toCurvePoints } from '@/components/threshold/read-point';
import { SaveThresholdForm } from '@/components/threshold/save-threshold-form';
import { ThresholdFigures } from '@/components/threshold/threshold-figures';
import { CurveQuery } from '@/components/threshold/threshold-query';
import { usePoint } from '@/components/threshold/use-point';
import { Button, ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, ErrorState } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import type { ThresholdQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<ThresholdQuery['project']>;
type ThresholdDeskProps = Readonly<{ project: Project; sampleId: string }>;

/** Move the threshold and see what it finds, misses and costs, from one sample's ratings. */
export function ThresholdDesk({ project, sampleId }: ThresholdDeskProps) {
  const router = useRouter();
  const curve = useQuery({
    queryKey: ['curve', sampleId],
    queryFn: async ({ signal }) => {
      const { node } = await request(CurveQuery, { sampleId }, signal);
      return node?.__typename === 'Sample' ? node.thresholdCurve : null;
    },
  });
  return (
    <>
      {project.samples.nodes.length > 1 ? (
        <Field label="Sample" className="mb-6 max-w-sm">
          <Select
            value={sampleId}
            onChange={(event) => router.replace(`?sample=${event.target.value}`)}
            options={project.samples.nodes.map(({ id, size, ratedCount, createdAt }) => ({
              value: id,
              label: `${createdAt.slice(0, 10)}, ${formatCount(ratedCount)} of ${formatCount(size)} rated`,
            }))}
          />
        </Field>
      ) : null}
      {curve.isPending ? <Skeleton className="h-96 w-full" /> : null}
      {curve.isError ? (
        <ErrorState
          title="The curve could not be read"
          action={<Button onClick={() => curve.refetch()}>Try again</Button>}
        >
          {curve.error.message}
        </ErrorState>
      ) : null}
      {curve.isSuccess && curve.data ? <Choice project={project} sampleId={sampleId} curve={curve.data} /> : null}
      {curve.isSuccess && !curve.data ? (
        <EmptyState
          title="Nothing of this sample is rated"
          className="mx-0 px-0"
          action={
            <ButtonLink variant="primary" href={`/projects/${project.id}/validation/${sampleId}`}>
              Rate the sample
            </ButtonLink>
          }
        >
          A threshold is read off ratings. Rate documents of the sample first; a few dozen already show its shape.
        </EmptyState>
      ) : null}
    </>
  );
}

function Choice({ project, sampleId, curve }: ThresholdDeskProps & Readonly<{ curve: Curve }>) {
  const active = project.calibrations.nodes.find(({ isActive }) => isActive);
  const [threshold, setThreshold] = useState(
    () => active?.threshold ?? curve.certificate.threshold ?? project.relevanceCut,
  );
  const points = useMemo(() => toCurvePoints(curve.points), [curve.points]);
  const { lower, upper, counts } = project.scoreHistogram;
  const bins = useMemo(() => {
    const width = (upper - lower) / counts.length;
    return counts.map((count, index) => ({ from: lower + index * width, to: lower + (index + 1) * width, count }));
  }, [lower, upper, counts]);
  const point = usePoint(sampleId, curve, threshold, Math.round(countIncluded(bins, threshold).count));
  return (
    <>
      <div className="mb-8 grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <ScoreHistogram
            bins={bins}
            threshold={threshold}
            onThresholdChange={setThreshold}
            {...(point ? { includedCount: point.workload } : {})}
          />
          <ThresholdCurves
            points={points}
            threshold={threshold}
            onThresholdChange={setThreshold}
            sampleSize={curve.labelled}
          />
        </div>
        <ThresholdFigures point={point} threshold={threshold} curve={curve} onThresholdChange={setThreshold} />
      </div>
      <CertificateNotice certificate={curve.certificate} onUse={setThreshold} />
      {project.viewerPermissions.includes('calibration:save') ? (
        <Section
          title="Save this threshold"
          hint="A version keeps the ratings, figures and model it came from. It decides nothing until it is activated."
        >
          <SaveThresholdForm sampleId={sampleId} threshold={threshold} />
        </Section>
      ) : null}
    </>
  );
}
