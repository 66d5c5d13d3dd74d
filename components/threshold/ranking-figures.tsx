'use client';

import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { ReliabilityChart } from '@/components/charts/reliability-chart';
import { ShareCurve } from '@/components/charts/share-curve';
import { request } from '@/components/data/request';
import { Section } from '@/components/shell/page';
import type { Curve, Point } from '@/components/threshold/read-point';
import { RankingQuery } from '@/components/threshold/threshold-query';
import { Button } from '@/components/ui/button';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';
import type { FigureFragment, RankingQualityQuery } from '@/graphql/generated/operations/graphql';

type Sample = Extract<NonNullable<RankingQualityQuery['node']>, { __typename: 'Sample' }>;
type Quality = NonNullable<Sample['thresholdCurve']>;
type RankingFiguresProps = Readonly<{
  sampleId: string;
  curve: Curve;
  threshold: number;
  /** What holds at it. */
  point: Point | null;
  isStratified: boolean;
}>;

/** How good the order is that any threshold cuts, and whether probabilities read off it can be believed. */
export function RankingFigures({ sampleId, curve, threshold, point, isStratified }: RankingFiguresProps) {
  const quality = useQuery({
    queryKey: ['ranking-quality', sampleId],
    queryFn: async ({ signal }) => {
      const { node } = await request(RankingQuery, { sampleId }, signal);
      return node?.__typename === 'Sample' ? node.thresholdCurve : null;
    },
    staleTime: Infinity,
  });
  const of = (figure: FigureFragment | undefined, name: string) => (figure ? figureWords(name, figure) : 'Computing…');
  const isWeighed = isStratified ? ' Labels are weighed by their strata.' : '';
  return (
    <Section
      title="How good is the order?"
      hint={`What any threshold has to work with, from ${formatCount(curve.labelled)} rated documents.${isWeighed}`}
    >
      {quality.isError ? (
        <Notice
          tone="wrong"
          title="Some figures could not be read"
          className="mb-6"
          action={
            <Button size="small" onClick={() => quality.refetch()}>
              Try again
            </Button>
          }
        >
          {quality.error.message}
        </Notice>
      ) : null}
      <div className="grid gap-x-10 gap-y-9 md:grid-cols-2">
        {curve.roc.length > 0 ? (
          <ShareCurve
            title="Does it tell relevant from irrelevant?"
            summary={of(quality.data?.rocAuc, 'Area under the ROC curve')}
            points={curve.roc}
            xTitle="Irrelevant included"
            yTitle="Relevant included (recall)"
            chance="diagonal"
            threshold={threshold}
            here={placeOf(point?.falsePositiveRate, point?.recall.value)}
            fileName="roc-curve"
          />
        ) : (
          <NoCurve title="Does it tell relevant from irrelevant?">
            A ROC curve needs relevant and irrelevant documents among those rated.
          </NoCurve>
        )}
        {curve.precisionRecall.length > 0 ? (
          <ShareCurve
            title="What does more recall cost in precision?"
            summary={of(quality.data?.averagePrecision, 'Average precision')}
            points={curve.precisionRecall}
            xTitle="Recall"
            yTitle="Precision"
            chance={curve.precisionRecall[0]?.y ?? null}
            threshold={threshold}
            here={placeOf(point?.recall.value, point?.precision.value)}
            fileName="precision-recall-curve"
          />
        ) : (
          <NoCurve title="What does more recall cost in precision?">
            Recall needs relevant documents among those rated.
          </NoCurve>
        )}
        {curve.gain.length > 0 ? (
          <ShareCurve
            title="How much must be read to find how much?"
            summary={of(quality.data?.workSaved, 'Work saved at 95 % recall, over reading at random')}
            points={curve.gain}
            xTitle="Documents read"
            yTitle="Relevant found (recall)"
            chance="diagonal"
            threshold={threshold}
            here={placeOf(point?.workloadShare, point?.recall.value)}
            fileName="recall-curve"
          />
        ) : (
          <NoCurve title="How much must be read to find how much?">
            Recall needs relevant documents among those rated.
          </NoCurve>
        )}
        <Reliability quality={quality.data ?? null} isPending={quality.isPending} isStratified={isStratified} />
      </div>
    </Section>
  );
}

function placeOf(x: number | null | undefined, y: number | null | undefined) {
  return x == null || y == null ? null : { x, y };
}

type ReliabilityProps = Readonly<{ quality: Quality | null; isPending: boolean; isStratified: boolean }>;
const RELIABILITY = 'Does a probability mean what it says?';

const Reliability = memo(({ quality, isPending, isStratified }: ReliabilityProps) => {
  const reliability = quality?.reliability ?? null;
  const dots = useMemo(
    () =>
      (reliability?.bins ?? []).flatMap(({ lower, upper, meanProbability, observed }) =>
        meanProbability === null || observed.value === null || observed.lower === null || observed.upper === null
          ? []
          : [
              {
                from: lower,
                to: upper,
                promised: meanProbability,
                observed: observed.value,
                low: observed.lower,
                high: observed.upper,
                n: observed.n,
              },
            ],
      ),
    [reliability],
  );
  if (isPending) return <Skeleton className="h-80 w-full" />;
  if (!reliability)
    return (
      <NoCurve title={RELIABILITY}>
        {`Too few ratings of each kind to fit a probability and to test it${isStratified ? ', or a stratum without any' : ''}.`}
      </NoCurve>
    );
  const counted = isStratified ? ' Each label weighs as many documents as it stands for.' : '';
  return (
    <ReliabilityChart
      title={RELIABILITY}
      summary={`Mean gap ${formatShare(reliability.expectedCalibrationError)}, Brier score ${reliability.brier.toFixed(3)}, n ${formatCount(reliability.n)}; each label by a Platt fit without it.${counted}`}
      dots={dots}
      fileName="reliability"
    />
  );
});
Reliability.displayName = 'Reliability';

function NoCurve({ title, children }: Readonly<{ title: string; children: string }>) {
  return (
    <div>
      <p className="font-semibold">{title}</p>
      <p className="text-ink-muted">{children}</p>
    </div>
  );
}

/** "Average precision 0.821, 95 % interval 0.634 to 0.958, n 120 (percentile bootstrap)" */
function figureWords(name: string, { value, lower, upper, n, method }: FigureFragment): string {
  if (value === null) return `${name}: not defined, n ${formatCount(n)}.`;
  const interval =
    lower === null || upper === null
      ? 'no interval, as the ratings show no variance'
      : `95 % interval ${lower.toFixed(3)} to ${upper.toFixed(3)}`;
  return `${name} ${value.toFixed(3)}, ${interval}, n ${formatCount(n)} (${method}).`;
}
