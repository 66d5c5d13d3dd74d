import { scaleLinear } from 'd3-scale';
import { memo } from 'react';

type ScoreSquareProps = Readonly<{ width: number; height: number; xTitle: string; yTitle: string }>;

const MARGIN = { top: 26, right: 12, bottom: 42, left: 30 };
const TICKS = [1, 2, 3, 4, 5];

/** The scales of a chart whose axes both are scores from 1 to 5. */
export function scoreScales(width: number, height: number) {
  return {
    x: scaleLinear([1, 5], [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]),
    y: scaleLinear([1, 5], [height - MARGIN.bottom, MARGIN.top]),
  };
}

/** Its grid, its axes, each named, and the diagonal on which both say the same. */
export const ScoreSquare = memo(({ width, height, xTitle, yTitle }: ScoreSquareProps) => {
  const { x, y } = scoreScales(width, height);
  return (
    <>
      {TICKS.map((tick) => (
        <g key={tick}>
          <line x1={x(1)} x2={x(5)} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={x(1) - 10} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
            {tick}
          </text>
          <text x={x(tick)} y={y(1) + 20} textAnchor="middle" className="fill-ink-muted text-xs">
            {tick}
          </text>
        </g>
      ))}
      <line x1={x(1)} x2={x(5)} y1={y(1)} y2={y(1)} className="stroke-line-control" />
      <line x1={x(1)} x2={x(5)} y1={y(1)} y2={y(5)} strokeDasharray="3 3" className="stroke-ink-muted" />
      <text x={x(5)} y={height - 6} textAnchor="end" className="fill-ink-muted text-xs">
        {xTitle}
      </text>
      <text x={x(1) - 16} y={8} dy="0.32em" className="fill-ink-muted text-xs">
        {yTitle}
      </text>
    </>
  );
});
ScoreSquare.displayName = 'ScoreSquare';
