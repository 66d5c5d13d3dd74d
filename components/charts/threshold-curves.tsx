'use client';

import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { memo, useMemo } from 'react';
import { ChartFigure } from '@/components/charts/chart-figure';
import type { ChartTable } from '@/components/charts/chart-table';
import { type CurvePoint, labelPositions, pointAt } from '@/components/charts/curve-points';
import { ThresholdHandle } from '@/components/charts/threshold-handle';
import { ThresholdMark } from '@/components/charts/threshold-mark';
import { placeOnScale } from '@/components/charts/threshold-scale';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';

type ThresholdCurvesProps = Readonly<{
  /** By threshold, ascending. */
  points: readonly CurvePoint[];
  threshold: number;
  onThresholdChange?: (threshold: number) => void;
  onThresholdCommit?: (threshold: number) => void;
  /** How many rated documents the curves come from. */
  sampleSize: number;
  /** What holds at the threshold exactly, where it is known; otherwise it is read off the points. */
  here?: CurvePoint;
  /** Confidence of the bands, 0..1. */
  confidence?: number;
  /** Everything known of each point, where there is more than the curves show. */
  table?: ChartTable;
  title?: string;
  fileName?: string;
  height?: number;
}>;

const MARGIN = { top: 30, right: 74, bottom: 24, left: 44 };
const SHARE_TICKS = [0, 0.25, 0.5, 0.75, 1];
const SCORE_TICKS = [1, 2, 3, 4, 5];

/** What a threshold costs and brings: precision and recall with their intervals. */
export function ThresholdCurves({
  points,
  threshold,
  onThresholdChange,
  onThresholdCommit,
  sampleSize,
  here: given,
  confidence = 0.95,
  table,
  title = 'What does a threshold bring, and what does it miss?',
  fileName = 'threshold-curves',
  height = 260,
}: ThresholdCurvesProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(640);
  const here = given ?? pointAt(points, threshold);
  const summary = sentenceFor(here, threshold, sampleSize, confidence);
  const plotWidth = Math.max(0, width - MARGIN.left - MARGIN.right);
  const ownTable = useMemo(() => tableOf(points), [points]);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName={fileName}
      table={table ?? ownTable}
      {...(onThresholdChange ? { isLive: true } : {})}
    >
      <div ref={box} className="relative" style={{ height }}>
        <svg role="img" aria-label={title} width={width} height={height} className="block max-w-full overflow-visible">
          <Curves points={points} width={width} height={height} />
          <ThresholdMark
            x={MARGIN.left + placeOnScale(threshold) * plotWidth}
            height={height - MARGIN.bottom}
            threshold={threshold}
          />
        </svg>
        {onThresholdChange ? (
          <ThresholdHandle
            value={threshold}
            left={MARGIN.left}
            width={plotWidth}
            height={height - MARGIN.bottom}
            label="Threshold"
            valueText={valueText(here, threshold)}
            onChange={onThresholdChange}
            onCommit={onThresholdCommit}
          />
        ) : null}
      </div>
    </ChartFigure>
  );
}

type CurvesProps = Readonly<{ points: readonly CurvePoint[]; width: number; height: number }>;

/** Lines, bands and axes: the same wherever the threshold stands. */
const Curves = memo(({ points, width, height }: CurvesProps) => {
  const x = scaleLinear([1, 5], [MARGIN.left, Math.max(MARGIN.left, width - MARGIN.right)]);
  const y = scaleLinear([0, 1], [height - MARGIN.bottom, MARGIN.top]);
  const known = points.filter((point) => point.precision !== null);
  const precisionBand = area<CurvePoint>()
    .x((point) => x(point.threshold))
    .y0((point) => y(point.precisionLow ?? 0))
    .y1((point) => y(point.precisionHigh ?? 1));
  const recallBand = area<CurvePoint>()
    .x((point) => x(point.threshold))
    .y0((point) => y(point.recallLow ?? 0))
    .y1((point) => y(point.recallHigh ?? 1));
  const precision = line<CurvePoint>()
    .x((point) => x(point.threshold))
    .y((point) => y(point.precision ?? 0));
  const recall = line<CurvePoint>()
    .x((point) => x(point.threshold))
    .y((point) => y(point.recall ?? 0));
  const recallKnown = points.filter((point) => point.recall !== null);
  const [precisionY, recallY] = labelPositions(
    y(known.at(-1)?.precision ?? 1),
    y(recallKnown.at(-1)?.recall ?? 0),
    16,
    MARGIN.top,
    height - MARGIN.bottom,
  );
  return (
    <>
      {SHARE_TICKS.map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
            {tick * 100} %
          </text>
        </g>
      ))}
      <path d={precisionBand(known) ?? undefined} className="fill-accent" fillOpacity={0.14} />
      <path d={recallBand(recallKnown) ?? undefined} className="fill-ink" fillOpacity={0.1} />
      <path d={precision(known) ?? undefined} fill="none" className="stroke-accent" strokeWidth={2} />
      <path
        d={recall(recallKnown) ?? undefined}
        fill="none"
        className="stroke-ink"
        strokeWidth={2}
        strokeDasharray="6 3"
      />
      <text x={width - MARGIN.right + 8} y={precisionY} dy="0.32em" className="fill-accent-text font-semibold text-sm">
        Precision
      </text>
      <text x={width - MARGIN.right + 8} y={recallY} dy="0.32em" className="fill-ink font-semibold text-sm">
        Recall
      </text>
      {SCORE_TICKS.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle" className="fill-ink-muted text-xs">
          {tick}
        </text>
      ))}
    </>
  );
});
Curves.displayName = 'Curves';

function tableOf(points: readonly CurvePoint[]): ChartTable {
  return {
    columns: ['Threshold', 'Precision', 'Precision low', 'Precision high', 'Recall', 'Recall low', 'Recall high'],
    rows: points.map((point) => [
      Number(point.threshold.toFixed(6)),
      ...[point.precision, point.precisionLow, point.precisionHigh].map(shareCell),
      ...[point.recall, point.recallLow, point.recallHigh].map(shareCell),
    ]),
  };
}

function shareCell(share: number | null): string {
  return share === null ? 'unknown' : share.toFixed(4);
}

function withInterval(value: number | null, low: number | null, high: number | null): string {
  if (value === null) return 'unknown';
  return low === null || high === null
    ? formatShare(value)
    : `${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`;
}

function valueText(point: CurvePoint | null, threshold: number): string {
  if (!point) return formatScore(threshold);
  const share = (value: number | null) => (value === null ? 'unknown' : formatShare(value));
  return `${formatScore(threshold)}, precision ${share(point.precision)}, recall ${share(point.recall)}`;
}

function sentenceFor(point: CurvePoint | null, threshold: number, sampleSize: number, confidence: number): string {
  if (!point) return `No rated document yet.`;
  const precision = withInterval(point.precision, point.precisionLow, point.precisionHigh);
  const recall = withInterval(point.recall, point.recallLow, point.recallHigh);
  return `At ${formatScore(threshold)}: precision ${precision}, recall ${recall}; ${Math.round(confidence * 100)} % intervals from ${formatCount(sampleSize)} rated documents.`;
}
