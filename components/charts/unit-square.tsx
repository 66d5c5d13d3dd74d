import { scaleLinear } from 'd3-scale';
import { memo } from 'react';

type UnitSquareProps = Readonly<{ width: number; height: number; xTitle: string; yTitle: string }>;

const MARGIN = { top: 26, right: 12, bottom: 42, left: 46 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The scales of a chart whose axes both are shares. */
export function unitScales(width: number, height: number) {
  return {
    x: scaleLinear([0, 1], [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]),
    y: scaleLinear([0, 1], [height - MARGIN.bottom, MARGIN.top]),
  };
}

/** Its grid and its axes, each named. */
export const UnitSquare = memo(({ width, height, xTitle, yTitle }: UnitSquareProps) => {
  const { x, y } = unitScales(width, height);
  return (
    <>
      {TICKS.map((tick) => (
        <g key={tick}>
          <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={x(0) - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
            {tick * 100} %
          </text>
          <text x={x(tick)} y={y(0) + 16} textAnchor="middle" className="fill-ink-muted text-xs">
            {tick * 100} %
          </text>
        </g>
      ))}
      <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(0)} className="stroke-line-control" />
      <text x={x(1)} y={height - 6} textAnchor="end" className="fill-ink-muted text-xs">
        {xTitle}
      </text>
      <text x={x(0) - 8} y={8} dy="0.32em" className="fill-ink-muted text-xs">
        {yTitle}
      </text>
    </>
  );
});
UnitSquare.displayName = 'UnitSquare';
