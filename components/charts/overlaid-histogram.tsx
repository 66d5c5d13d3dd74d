'use client';

import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { ReactNode } from 'react';
import { ChartFigure } from '@/components/charts/chart-figure';
import {
  edgeLabels,
  type OverlaidBin,
  type OverlaidShare,
  overlaidTable,
  type SideNames,
  toShares,
} from '@/components/charts/overlaid-shares';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatShare } from '@/components/ui/format-number';

type OverlaidHistogramProps = Readonly<{
  title: string;
  summary: ReactNode;
  /** Ascending, side by side, of one width. */
  bins: readonly OverlaidBin[];
  names: SideNames;
  xTitle: string;
  format: (edge: number) => string;
  fileName: string;
}>;

const MARGIN = { top: 10, right: 12, bottom: 42, left: 44 };
const HEIGHT = 220;

/** Two distributions one over the other, each as shares of its own: a ground for the old, a line for the new. */
export function OverlaidHistogram({ title, summary, bins, names, xTitle, format, fileName }: OverlaidHistogramProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(440);
  const shares = toShares(bins);
  const { x, y, ticks } = scalesOf(shares, width);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName={fileName}
      table={overlaidTable(shares, names, xTitle, format)}
    >
      <Legend names={names} />
      <div ref={box} style={{ height: HEIGHT }}>
        <svg role="img" aria-label={title} width={width} height={HEIGHT} className="block max-w-full overflow-visible">
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
              <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
                {formatShare(tick)}
              </text>
            </g>
          ))}
          <Sides shares={shares} x={x} y={y} />
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(0)} y2={y(0)} className="stroke-line-control" />
          {edgeLabels(shares, width < 400 ? 5 : 8).map(({ place, label }) => (
            <text key={place} x={x(place)} y={HEIGHT - 24} textAnchor="middle" className="fill-ink-muted text-xs">
              {label}
            </text>
          ))}
          <text
            x={(MARGIN.left + width - MARGIN.right) / 2}
            y={HEIGHT - 6}
            textAnchor="middle"
            className="fill-ink-muted text-xs"
          >
            {xTitle}
          </text>
        </svg>
      </div>
    </ChartFigure>
  );
}

type Scale = (value: number) => number;

/** Bins stand by their number, so that the one without an end is as wide as the others. */
function scalesOf(shares: readonly OverlaidShare[], width: number) {
  const most = Math.max(0.01, ...shares.flatMap(({ referenceShare, currentShare }) => [referenceShare, currentShare]));
  const y = scaleLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(3);
  const x = scaleLinear([0, Math.max(1, shares.length)], [MARGIN.left, Math.max(MARGIN.left, width - MARGIN.right)]);
  return { x: x as Scale, y: y as Scale, ticks: y.ticks(3) };
}

function Sides({ shares, x, y }: Readonly<{ shares: readonly OverlaidShare[]; x: Scale; y: Scale }>) {
  const last = shares.at(-1);
  // A step drawn from a place to the next needs the end of the last.
  const steps = last ? [...shares, last] : [];
  const ground = area<OverlaidShare>()
    .x((_, place) => x(place))
    .y0(y(0))
    .y1(({ referenceShare }) => y(referenceShare))
    .curve(curveStepAfter);
  const edge = line<OverlaidShare>()
    .x((_, place) => x(place))
    .y(({ currentShare }) => y(currentShare))
    .curve(curveStepAfter);
  return (
    <>
      <path d={ground(steps) ?? undefined} fillOpacity={0.3} className="fill-ink-muted" />
      <path d={edge(steps) ?? undefined} fill="none" strokeWidth={2} strokeLinejoin="round" className="stroke-accent" />
    </>
  );
}

function Legend({ names }: Readonly<{ names: SideNames }>) {
  return (
    <p className="mb-1 flex flex-wrap gap-x-4 text-ink-muted text-sm">
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden className="inline-block h-3 w-5 bg-ink-muted opacity-30" />
        {names.reference}
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden className="inline-block h-0.5 w-5 bg-accent" />
        {names.current}
      </span>
    </p>
  );
}
