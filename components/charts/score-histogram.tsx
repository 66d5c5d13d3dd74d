'use client';

import { scaleLinear } from 'd3-scale';
import { ChartFigure } from '@/components/charts/chart-figure';
import { countIncluded, countTicks, type HistogramBin, totalCount } from '@/components/charts/histogram-bins';
import { ThresholdHandle } from '@/components/charts/threshold-handle';
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
  title = 'Where do the scores lie?',
  fileName = 'scores',
  height = 220,
}: ScoreHistogramProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(640);
  const total = totalCount(bins);
  const included = threshold === null ? null : readIncluded(bins, threshold, includedCount);
  const plotWidth = Math.max(0, width - MARGIN.left - MARGIN.right);
  const summary = sentenceFor(total, threshold, included);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName={fileName}
      table={{
        columns: ['Score from', 'to', 'Documents'],
        rows: bins.map((bin) => [formatScore(bin.from), formatScore(bin.to), bin.count]),
      }}
    >
      <div ref={box} className="relative" style={{ height }}>
        <Bars bins={bins} threshold={threshold} width={width} height={height} label={`${title} ${summary}`} />
        {threshold !== null && onThresholdChange ? (
          <ThresholdHandle
            value={threshold}
            left={MARGIN.left}
            width={plotWidth}
            height={height - MARGIN.bottom}
            label="Threshold"
            valueText={`${formatScore(threshold)}, ${included?.text ?? ''}`}
            onChange={onThresholdChange}
            onCommit={onThresholdCommit}
          />
        ) : null}
        {threshold !== null && !onThresholdChange ? (
          <ThresholdLine threshold={threshold} plotWidth={plotWidth} height={height - MARGIN.bottom} />
        ) : null}
      </div>
    </ChartFigure>
  );
}

type BarsProps = Readonly<{
  bins: readonly HistogramBin[];
  threshold: number | null;
  width: number;
  height: number;
  label: string;
}>;

function Bars({ bins, threshold, width, height, label }: BarsProps) {
  const ticks = countTicks(Math.max(0, ...bins.map((bin) => bin.count)), 3);
  const x = scaleLinear([1, 5], [MARGIN.left, Math.max(MARGIN.left, width - MARGIN.right)]);
  const y = scaleLinear([0, Math.max(1, ticks.at(-1) ?? 1)], [height - MARGIN.bottom, MARGIN.top]);
  const floor = y(0);
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="block max-w-full overflow-visible">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
            {formatCompactCount(tick)}
          </text>
        </g>
      ))}
      {bins.map((bin) => {
        const left = x(bin.from) + 0.5;
        const isOut = threshold !== null && (bin.from + bin.to) / 2 < threshold;
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
      })}
      <line x1={MARGIN.left} x2={width - MARGIN.right} y1={floor} y2={floor} className="stroke-line-control" />
      {SCORE_TICKS.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle" className="fill-ink-muted text-xs">
          {tick}
        </text>
      ))}
    </svg>
  );
}

type ThresholdLineProps = Readonly<{ threshold: number; plotWidth: number; height: number }>;

function ThresholdLine({ threshold, plotWidth, height }: ThresholdLineProps) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 flex -translate-x-1/2 flex-col items-center"
      style={{ left: MARGIN.left + ((threshold - 1) / 4) * plotWidth, height }}
    >
      <span className="rounded-sm bg-ink px-1.5 font-semibold text-ground text-sm leading-5">
        {formatScore(threshold)}
      </span>
      <span className="w-[2px] flex-1 bg-ink" />
    </div>
  );
}

type Included = Readonly<{ count: number; text: string }>;

function readIncluded(bins: readonly HistogramBin[], threshold: number, counted: number | undefined): Included {
  const total = totalCount(bins);
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
