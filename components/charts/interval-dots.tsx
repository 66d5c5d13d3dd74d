'use client';

import { scaleLinear } from 'd3-scale';
import { ChartFigure } from '@/components/charts/chart-figure';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatCount, formatShare } from '@/components/ui/format-number';

export type IntervalRow = Readonly<{ label: string; estimate: number; low: number; high: number; n: number }>;

type IntervalDotsProps = Readonly<{
  title: string;
  summary: string;
  rows: readonly IntervalRow[];
  /** Ends of the axis. */
  domain?: readonly [number, number];
  /** A value to compare with, named: the target, or the whole. */
  reference?: Readonly<{ value: number; label: string }>;
  format?: (value: number) => string;
  formatTick?: (value: number) => string;
  fileName?: string;
}>;

const ROW_HEIGHT = 36;
const AXIS_HEIGHT = 26;
const TOP = 22;

/** Groups beside each other: a dot for the estimate, a line for its interval, n for how much to believe it. */
export function IntervalDots({
  title,
  summary,
  rows,
  domain = [0, 1],
  reference,
  format = formatShare,
  formatTick = (value) => formatShare(value, 0),
  fileName = 'intervals',
}: IntervalDotsProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(640);
  const labelWidth = Math.min(200, Math.max(96, width * 0.28));
  const right = width < 480 ? 64 : 150;
  const height = TOP + rows.length * ROW_HEIGHT + AXIS_HEIGHT;
  const x = scaleLinear([...domain], [labelWidth + 12, Math.max(labelWidth + 13, width - right - 12)]);
  const axisY = TOP + rows.length * ROW_HEIGHT;
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName={fileName}
      table={{
        columns: ['Group', 'Estimate', 'Low', 'High', 'n'],
        rows: rows.map((row) => [row.label, row.estimate, row.low, row.high, row.n]),
      }}
    >
      <div ref={box} style={{ height }}>
        <svg role="img" aria-label={`${title} ${summary}`} width={width} height={height} className="block max-w-full">
          {x.ticks(width < 480 ? 3 : 5).map((tick) => (
            <g key={tick}>
              <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={axisY} className="stroke-line" />
              <text x={x(tick)} y={height - 8} textAnchor="middle" className="fill-ink-muted text-xs">
                {formatTick(tick)}
              </text>
            </g>
          ))}
          {reference ? (
            <g>
              <line
                x1={x(reference.value)}
                x2={x(reference.value)}
                y1={TOP - 4}
                y2={axisY}
                strokeDasharray="3 3"
                className="stroke-ink-muted"
              />
              <text x={x(reference.value)} y={12} textAnchor="middle" className="fill-ink-muted text-xs">
                {reference.label}
              </text>
            </g>
          ) : null}
          {rows.map((row, index) => {
            const y = TOP + index * ROW_HEIGHT + ROW_HEIGHT / 2;
            return (
              <g key={row.label}>
                <text x={0} y={y} dy="0.32em" className="fill-ink text-sm">
                  {shorten(row.label, labelWidth)}
                </text>
                <line x1={x(row.low)} x2={x(row.high)} y1={y} y2={y} strokeWidth={2} className="stroke-accent" />
                {[row.low, row.high].map((end) => (
                  <line
                    key={end}
                    x1={x(end)}
                    x2={x(end)}
                    y1={y - 4}
                    y2={y + 4}
                    strokeWidth={2}
                    className="stroke-accent"
                  />
                ))}
                <circle cx={x(row.estimate)} cy={y} r={5} className="fill-accent stroke-ground" strokeWidth={2} />
                <text x={width} y={y} dy="0.32em" textAnchor="end" className="fill-ink-muted text-sm">
                  {width < 480 ? format(row.estimate) : `${format(row.estimate)}, n = ${formatCount(row.n)}`}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
    </ChartFigure>
  );
}

/** Cuts a label to the room it has; a letter of 13 px is about 6.4 px wide. */
function shorten(label: string, width: number): string {
  const letters = Math.floor(width / 6.4);
  return label.length > letters ? `${label.slice(0, Math.max(1, letters - 1))}…` : label;
}
