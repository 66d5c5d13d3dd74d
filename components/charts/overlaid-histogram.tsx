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
  /** What the title is asked of, where a page asks it of several; for those who hear the picture's name alone. */
  of: string;
  summary: ReactNode;
  /** Ascending, side by side, of one width. */
  bins: readonly OverlaidBin[];
  names: SideNames;
  xTitle: string;
  format: (edge: number) => string;
  fileName: string;
}>;

const MARGIN = { top: 28, right: 12, bottom: 42, left: 44 };
const HEIGHT = 240;

/** Two distributions one over the other, each as shares of its own: a ground for the old, a line for the new. */
export function OverlaidHistogram({
  title,
  of,
  summary,
  bins,
  names,
  xTitle,
  format,
  fileName,
}: OverlaidHistogramProps) {
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
      <div ref={box} style={{ height: HEIGHT }}>
        <svg
          role="img"
          aria-label={`${title} ${of}`}
          width={width}
          height={HEIGHT}
          className="block max-w-full overflow-visible"
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
              <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
                {formatShare(tick)}
              </text>
            </g>
          ))}
          <Legend names={names} />
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
      <path
        d={ground(steps) ?? undefined}
        fillOpacity={0.3}
        strokeWidth={1}
        className="fill-ink-muted stroke-ink-faint"
      />
      <path d={edge(steps) ?? undefined} fill="none" strokeWidth={2} strokeLinejoin="round" className="stroke-accent" />
    </>
  );
}

/** Within the picture, so that a saved one still says which is which. */
function Legend({ names }: Readonly<{ names: SideNames }>) {
  const half = MARGIN.left + 120;
  return (
    <g className="text-xs">
      <rect
        x={MARGIN.left}
        y={3}
        width={20}
        height={11}
        fillOpacity={0.3}
        className="fill-ink-muted stroke-ink-faint"
      />
      <text x={MARGIN.left + 26} y={9} dy="0.32em" className="fill-ink-muted">
        {names.reference}
      </text>
      <line x1={half} x2={half + 20} y1={9} y2={9} strokeWidth={2} className="stroke-accent" />
      <text x={half + 26} y={9} dy="0.32em" className="fill-ink-muted">
        {names.current}
      </text>
    </g>
  );
}
