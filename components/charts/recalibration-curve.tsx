'use client';

import { line } from 'd3-shape';
import { memo, type ReactNode, useMemo } from 'react';
import { ChartFigure } from '@/components/charts/chart-figure';
import { ScoreSquare, scoreScales } from '@/components/charts/score-square';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatScore } from '@/components/ui/format-number';

export type RatedDot = Readonly<{ rawScore: number; rating: number }>;
/** A point of a map, by rising raw score; both in 1..5. */
export type MapPoint = Readonly<{ rawScore: number; score: number }>;

type RecalibrationCurveProps = Readonly<{
  title: string;
  summary: ReactNode;
  points: readonly RatedDot[];
  curve: readonly MapPoint[];
  /** Names the curve where it is drawn. */
  curveLabel: string;
  fileName: string;
}>;

const HEIGHT = 340;
const X_TITLE = 'Score of the model';
const Y_TITLE = 'Rating, and recalibrated score';

/** Ratings over the scores they belong to, and the map drawn through them over the diagonal, where nothing moves. */
export function RecalibrationCurve({ title, summary, points, curve, curveLabel, fileName }: RecalibrationCurveProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(440);
  const table = useMemo(() => toTable(points, curve), [points, curve]);
  const { x, y } = scoreScales(width, HEIGHT);
  const path = line<MapPoint>()
    .x((point) => x(point.rawScore))
    .y((point) => y(point.score));
  return (
    <ChartFigure title={title} summary={summary} fileName={fileName} table={table}>
      <div ref={box} style={{ height: HEIGHT }}>
        <svg role="img" aria-label={title} width={width} height={HEIGHT} className="block max-w-full overflow-visible">
          <ScoreSquare width={width} height={HEIGHT} xTitle={X_TITLE} yTitle={Y_TITLE} />
          <Dots points={points} width={width} />
          <path
            d={path(curve) ?? undefined}
            fill="none"
            strokeWidth={2.5}
            strokeLinejoin="round"
            className="stroke-accent"
          />
          <CurveLabel curve={curve} width={width} label={curveLabel} />
        </svg>
      </div>
    </ChartFigure>
  );
}

type DotsProps = Readonly<{ points: readonly RatedDot[]; width: number }>;

/** See-through, for many documents get one rating. */
const Dots = memo(({ points, width }: DotsProps) => {
  const { x, y } = scoreScales(width, HEIGHT);
  const within = (score: number) => Math.min(5, Math.max(1, score));
  return (
    <g fillOpacity={points.length > 500 ? 0.2 : 0.35} className="fill-ink">
      {points.map(({ rawScore, rating }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two documents may have both numbers alike
        <circle key={place} cx={x(within(rawScore))} cy={y(rating)} r={3} />
      ))}
    </g>
  );
});
Dots.displayName = 'Dots';

type CurveLabelProps = Readonly<{ curve: readonly MapPoint[]; width: number; label: string }>;

function CurveLabel({ curve, width, label }: CurveLabelProps) {
  const last = curve.at(-1);
  if (!last) return null;
  const { x, y } = scoreScales(width, HEIGHT);
  const isAbove = last.score < 4.6;
  return (
    <text
      x={x(last.rawScore)}
      y={y(last.score)}
      dy={isAbove ? -8 : 18}
      textAnchor="end"
      strokeWidth={3}
      paintOrder="stroke"
      className="fill-ink stroke-ground font-semibold text-xs"
    >
      {label}
    </text>
  );
}

/** Rated documents first, then the map; a cell that does not belong to a row's part is empty. */
function toTable(points: readonly RatedDot[], curve: readonly MapPoint[]) {
  const rated = points.map(({ rawScore, rating }, place) => [`document ${place + 1}`, rawScore, rating, '']);
  const mapped = curve.map(({ rawScore, score }) => [`map at ${formatScore(rawScore)}`, rawScore, '', score]);
  return { columns: ['Point', 'Score of the model', 'Rating', 'Recalibrated'], rows: [...rated, ...mapped] };
}
