'use client';

import { useCallback, useMemo, useState } from 'react';
import type { HistogramBin } from '@/components/charts/histogram-bins';
import { ScoreHistogram } from '@/components/charts/score-histogram';
import { ThresholdCurves } from '@/components/charts/threshold-curves';
import { Section } from '@/components/shell/page';
import { CurveNotices } from '@/components/threshold/curve-notices';
import { curveTable } from '@/components/threshold/curve-table';
import { ASSUMED_COSTS, type ErrorCosts, withCosts } from '@/components/threshold/error-costs';
import { prepareCurve, type ScoreCounts } from '@/components/threshold/local-point';
import { coverageWords } from '@/components/threshold/preset-words';
import { RankingFigures } from '@/components/threshold/ranking-figures';
import { type Certificate, type Curve, toCurvePoints } from '@/components/threshold/read-point';
import { SaveThresholdForm } from '@/components/threshold/save-threshold-form';
import { ThresholdFigures } from '@/components/threshold/threshold-figures';
import { ThresholdPresets } from '@/components/threshold/threshold-presets';
import type { Chosen } from '@/components/threshold/use-choice';
import { usePoint } from '@/components/threshold/use-point';
import type { ThresholdQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<ThresholdQuery['project']>;
type ThresholdChoiceProps = Readonly<{
  project: Project;
  sampleId: string;
  curve: Curve;
  isStratified: boolean;
  /** Out of the address; null while nobody has said. */
  givenCosts: ErrorCosts | null;
}>;

/** Fine bins of the server in one drawn bar. */
const BINS_A_BAR = 10;

/** One sample's curve with the threshold as its handle. While it moves, everything is computed here. */
export function ThresholdChoice({ project, sampleId, curve, isStratified, givenCosts }: ThresholdChoiceProps) {
  const active = project.calibrations.nodes.find(({ isActive }) => isActive);
  const [threshold, setThreshold] = useState(
    () => active?.threshold ?? curve.certificate.threshold ?? project.relevanceCut,
  );
  const [chosen, setChosen] = useState<Chosen>(null);
  const [certificate, setCertificate] = useState<Certificate>(curve.certificate);
  const [costs, setCosts] = useState(givenCosts);
  const prepared = useMemo(
    () => prepareCurve(curve.points, curve.documents, project.scoreHistogram),
    [curve, project.scoreHistogram],
  );
  const points = useMemo(() => toCurvePoints(curve.points), [curve.points]);
  const table = useMemo(() => curveTable(curve.points), [curve.points]);
  const bars = useMemo(() => toBars(project.scoreHistogram), [project.scoreHistogram]);
  const point = usePoint(sampleId, prepared, threshold);
  const choose = useCallback((next: NonNullable<Chosen>) => {
    setChosen(next);
    setThreshold(next.threshold);
  }, []);
  const price = useCallback((given: ErrorCosts) => {
    setCosts(given);
    window.history.replaceState(null, '', withCosts(window.location.search, given));
  }, []);
  const [here] = point ? toCurvePoints([point]) : [];
  const kept = chosen?.threshold === threshold ? chosen : null;
  return (
    <>
      <CurveNotices notices={curve.notices} />
      <div className="mb-10 grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_17rem] lg:grid-rows-[auto_auto_1fr]">
        <ScoreHistogram
          bins={bars}
          threshold={threshold}
          certified={certificate.threshold}
          onThresholdChange={setThreshold}
          {...(point ? { includedCount: point.workload } : {})}
        />
        <div className="lg:col-start-2 lg:row-span-3 lg:row-start-1">
          <ThresholdFigures
            point={point}
            threshold={threshold}
            curve={curve}
            costs={costs ?? ASSUMED_COSTS}
            onThresholdChange={setThreshold}
          />
        </div>
        <ThresholdPresets
          projectId={project.id}
          sampleId={sampleId}
          certificate={certificate}
          costs={costs ?? ASSUMED_COSTS}
          inUse={kept?.origin ?? null}
          coverage={coverageWords(certificate, threshold)}
          onCertificate={setCertificate}
          onCosts={price}
          onChoose={choose}
        />
        <ThresholdCurves
          points={points}
          table={table}
          threshold={threshold}
          onThresholdChange={setThreshold}
          sampleSize={curve.labelled}
          {...(here ? { here } : {})}
        />
      </div>
      {project.viewerPermissions.includes('calibration:save') ? (
        <Section
          title="Save this threshold"
          hint="A version keeps the ratings, figures and model it came from. It decides nothing until it is activated."
        >
          <SaveThresholdForm
            sampleId={sampleId}
            threshold={threshold}
            chosen={kept}
            promise={certificate}
            costs={costs}
          />
        </Section>
      ) : null}
      <RankingFigures
        sampleId={sampleId}
        curve={curve}
        threshold={threshold}
        point={point}
        isStratified={isStratified}
      />
    </>
  );
}

function toBars({ lower, upper, counts }: ScoreCounts): HistogramBin[] {
  const width = (upper - lower) / counts.length;
  return Array.from({ length: Math.ceil(counts.length / BINS_A_BAR) }, (_, bar) => ({
    from: lower + bar * BINS_A_BAR * width,
    to: lower + (bar + 1) * BINS_A_BAR * width,
    count: counts.slice(bar * BINS_A_BAR, (bar + 1) * BINS_A_BAR).reduce((sum, count) => sum + count, 0),
  }));
}
