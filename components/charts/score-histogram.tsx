'use client';

import { scaleLinear } from 'd3-scale';
import { memo, useId, useMemo } from 'react';
import { ChartFigure } from '@/components/charts/chart-figure';
import { countIncluded, countTicks, type HistogramBin, totalCount } from '@/components/charts/histogram-bins';
import { ThresholdHandle } from '@/components/charts/threshold-handle';
import { ThresholdMark } from '@/components/charts/threshold-mark';
import { placeOnScale } from '@/components/charts/threshold-scale';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatCompactCount, formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import { relevanceColor } from '@/components/ui/relevance-ramp';

type ScoreHistogramProps = Readonly<{
  bins: readonly HistogramBin[];
  threshold?: number | null;
  /** Given, the threshold can be moved. */
  onThresholdChange?: (threshold: number) => void;
  onThresholdCommit?: (threshold: number) => void;
  /** Exact number at or above the threshold, where the server has counted; otherwise it is read off the bins. */
  includedCount?: number;
  /** A certificate holds from here down: underlined on the axis. */
  certified?: number | null;
  title?: string;
  fileName?: string;
  height?: number;
}>;

const MARGIN = { top: 30, right: 12, bottom: 24, left: 44 };
const SCORE_TICKS = [1, 2, 3, 4, 5];

/** Where the scores lie, and what a threshold would take in. */
export function ScoreHistogram({
  bins,
  threshold = null,
  onThresholdChange,
  onThresholdCommit,
  includedCount,
  certified = null,
  title = 'Where do the scores lie?',
  fileName = 'scores',
  height = 220,
}: ScoreHistogramProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(640);
  const total = useMemo(() => totalCount(bins), [bins]);
  const table = useMemo(
    () => ({
      columns: ['Score from', 'to', 'Documents'],
      rows: bins.map((bin) => [formatScore(bin.from), formatScore(bin.to), bin.count]),
    }),
    [bins],
  );
  const included = threshold === null ? null : readIncluded(bins, total, threshold, includedCount);
  const plotWidth = Math.max(0, width - MARGIN.left - MARGIN.right);
  const floor = height - MARGIN.bottom;
  const summary = sentenceFor(total, threshold, included);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName={fileName}
      table={table}
      {...(onThresholdChange ? { isLive: true } : {})}
    >
      <div ref={box} className="relative" style={{ height }}>
        <svg role="img" aria-label={title} width={width} height={height} className="block max-w-full overflow-visible">
          <Bars bins={bins} threshold={threshold} width={width} height={height} />
          {certified === null ? null : (
            <line
              x1={MARGIN.left}
              x2={MARGIN.left + placeOnScale(certified) * plotWidth}
              y1={floor + 2}
              y2={floor + 2}
              strokeWidth={3}
              className="stroke-accent"
            />
          )}
          {threshold === null ? null : (
            <ThresholdMark x={MARGIN.left + placeOnScale(threshold) * plotWidth} height={floor} threshold={threshold} />
          )}
        </svg>
        {threshold !== null && onThresholdChange ? (
          <ThresholdHandle
            value={threshold}
            left={MARGIN.left}
            width={plotWidth}
            height={floor}
            label="Threshold"
            valueText={`${formatScore(threshold)}, ${included?.text ?? ''}`}
            onChange={onThresholdChange}
            onCommit={onThresholdCommit}
          />
        ) : null}
      </div>
    </ChartFigure>
  );
}

type BarsProps = Readonly<{ bins: readonly HistogramBin[]; width: number; height: number }>;

/** The bars twice, taken in and left out; a threshold only moves the edge between the two. */
function Bars({ threshold, ...bars }: BarsProps & Readonly<{ threshold: number | null }>) {
  const id = useId();
  const { width, height } = bars;
  if (threshold === null)
    return (
      <>
        <StaticAxes {...bars} />
        <StaticBars {...bars} isOut={false} />
      </>
    );
  const cut = MARGIN.left + placeOnScale(threshold) * Math.max(0, width - MARGIN.left - MARGIN.right);
  return (
    <>
      <clipPath id={`${id}-in`}>
        <rect x={cut} y={0} width={Math.max(0, width - cut)} height={height} />
      </clipPath>
      <clipPath id={`${id}-out`}>
        <rect x={0} y={0} width={cut} height={height} />
      </clipPath>
      <StaticAxes {...bars} />
      <g clipPath={`url(#${id}-in)`}>
        <StaticBars {...bars} isOut={false} />
      </g>
      <g clipPath={`url(#${id}-out)`}>
        <StaticBars {...bars} isOut />
      </g>
    </>
  );
}

function scalesOf({ bins, width, height }: BarsProps) {
  const ticks = countTicks(Math.max(0, ...bins.map((bin) => bin.count)), 3);
  return {
    ticks,
    x: scaleLinear([1, 5], [MARGIN.left, Math.max(MARGIN.left, width - MARGIN.right)]),
    y: scaleLinear([0, Math.max(1, ticks.at(-1) ?? 1)], [height - MARGIN.bottom, MARGIN.top]),
  };
}

const StaticAxes = memo((props: BarsProps) => {
  const { ticks, x, y } = scalesOf(props);
  const { width, height } = props;
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
            {formatCompactCount(tick)}
          </text>
        </g>
      ))}
      <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(0)} y2={y(0)} className="stroke-line-control" />
      {SCORE_TICKS.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle" className="fill-ink-muted text-xs">
          {tick}
        </text>
      ))}
    </>
  );
});
StaticAxes.displayName = 'StaticAxes';

const StaticBars = memo(({ isOut, ...props }: BarsProps & Readonly<{ isOut: boolean }>) => {
  const { x, y } = scalesOf(props);
  const floor = y(0);
  return props.bins.map((bin) => {
    const left = x(bin.from) + 0.5;
    return (
      <rect
        key={bin.from}
        x={left}
        y={y(bin.count)}
        width={Math.max(1, x(bin.to) - left - 0.5)}
        height={floor - y(bin.count)}
        fillOpacity={isOut ? 0.45 : 1}
        strokeDasharray={isOut ? '2 2' : undefined}
        className="stroke-ink-faint"
        strokeWidth={bin.count > 0 ? 0.75 : 0}
        style={{ fill: relevanceColor((bin.from + bin.to) / 2) }}
      />
    );
  });
});
StaticBars.displayName = 'StaticBars';

type Included = Readonly<{ count: number; text: string }>;

function readIncluded(
  bins: readonly HistogramBin[],
  total: number,
  threshold: number,
  counted: number | undefined,
): Included {
  const read = counted === undefined ? countIncluded(bins, threshold) : { count: counted, exact: true };
  return {
    count: read.count,
    text: `${read.exact ? '' : 'about '}${formatCount(read.count)} of ${formatCount(total)} included`,
  };
}

function sentenceFor(total: number, threshold: number | null, included: Included | null): string {
  if (total === 0) return 'No document has a score yet.';
  if (threshold === null || included === null) return `${formatCount(total)} scored documents.`;
  return `At ${formatScore(threshold)}: ${included.text} (${formatShare(included.count / total)}), ${formatCount(total - included.count)} left out.`;
}
