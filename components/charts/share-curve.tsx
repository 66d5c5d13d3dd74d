'use client';

import { line } from 'd3-shape';
import { memo, type ReactNode, useMemo } from 'react';
import { ChartFigure } from '@/components/charts/chart-figure';
import { UnitSquare, unitScales } from '@/components/charts/unit-square';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatScore, formatShare } from '@/components/ui/format-number';

/** A point of a curve through the unit square, by rising threshold. */
export type SharePoint = Readonly<{ threshold: number; x: number; y: number }>;

type ShareCurveProps = Readonly<{
  title: string;
  summary: ReactNode;
  points: readonly SharePoint[];
  xTitle: string;
  yTitle: string;
  /** What an order without any sense would give: the diagonal, or one height. */
  chance: 'diagonal' | number | null;
  /** Marked on the curve. */
  threshold: number;
  /** Where it lies, as exactly as it is known; null while that is not. */
  here: Readonly<{ x: number; y: number }> | null;
  fileName: string;
}>;

const HEIGHT = 280;

/** A trade-off drawn through the unit square, with a dot where the threshold stands. */
export function ShareCurve(props: ShareCurveProps) {
  const { title, summary, points, xTitle, yTitle, chance, threshold, here, fileName } = props;
  const [box, width] = useElementWidth<HTMLDivElement>(440);
  const table = useMemo(
    () => ({
      columns: ['Threshold', xTitle, yTitle],
      rows: points.map((point) => [Number(point.threshold.toFixed(6)), point.x, point.y]),
    }),
    [points, xTitle, yTitle],
  );
  const { x, y } = unitScales(width, HEIGHT);
  return (
    <ChartFigure title={title} summary={summary} fileName={fileName} table={table}>
      <div ref={box} style={{ height: HEIGHT }}>
        <svg role="img" aria-label={title} width={width} height={HEIGHT} className="block max-w-full overflow-visible">
          <UnitSquare width={width} height={HEIGHT} xTitle={xTitle} yTitle={yTitle} />
          <Line points={points} width={width} chance={chance} />
          {here ? (
            <g transform={`translate(${x(here.x)} ${y(here.y)})`}>
              <circle r={5} strokeWidth={2} className="fill-ink stroke-ground" />
              <text
                x={here.x > 0.8 ? -9 : 9}
                y={here.y > 0.9 ? 14 : -9}
                textAnchor={here.x > 0.8 ? 'end' : 'start'}
                className="fill-ink font-semibold text-xs"
              >
                {formatScore(threshold)}
              </text>
            </g>
          ) : null}
        </svg>
      </div>
      <p className="text-ink-muted text-sm tabular-nums">
        {here
          ? `At ${formatScore(threshold)}: ${lowerFirst(xTitle)} ${formatShare(here.x)}, ${lowerFirst(yTitle)} ${formatShare(here.y)}.`
          : ' '}
      </p>
    </ChartFigure>
  );
}

type LineProps = Readonly<{ points: readonly SharePoint[]; width: number; chance: ShareCurveProps['chance'] }>;

const Line = memo(({ points, width, chance }: LineProps) => {
  const { x, y } = unitScales(width, HEIGHT);
  const path = line<SharePoint>()
    .x((point) => x(point.x))
    .y((point) => y(point.y));
  const [from, to] = chance === 'diagonal' ? [0, 1] : [chance, chance];
  return (
    <>
      {from === null || to === null ? null : (
        <line x1={x(0)} x2={x(1)} y1={y(from)} y2={y(to)} strokeDasharray="3 3" className="stroke-line-control" />
      )}
      <path
        d={path(points) ?? undefined}
        fill="none"
        strokeWidth={2}
        strokeLinejoin="round"
        className="stroke-accent"
      />
    </>
  );
});
Line.displayName = 'Line';

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
