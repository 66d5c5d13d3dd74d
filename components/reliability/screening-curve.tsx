'use client';

import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { ChartFigure } from '@/components/charts/chart-figure';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatCompactCount, formatCount } from '@/components/ui/format-number';

export type ScreeningPoint = Readonly<{ screened: number; found: number }>;
type ScreeningCurveProps = Readonly<{
  /** In the order screened, from (0, 0) on. */
  points: readonly ScreeningPoint[];
  height?: number;
}>;

const MARGIN = { top: 12, right: 28, bottom: 42, left: 52 };

/** Does reading on still find anything: relevant documents found against documents screened. */
export function ScreeningCurve({ points, height = 280 }: ScreeningCurveProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(640);
  const last = points.at(-1) ?? { screened: 0, found: 0 };
  const title = 'Does reading on still find anything?';
  const summary = `${formatCount(last.found)} relevant found in ${formatCount(last.screened)} screened documents, in the order they were decided; the dashed line is what a random order would have found.`;
  const x = scaleLinear([0, Math.max(1, last.screened)], [MARGIN.left, Math.max(MARGIN.left, width - MARGIN.right)]);
  const y = scaleLinear([0, Math.max(1, last.found)], [height - MARGIN.bottom, MARGIN.top]);
  const path = line<ScreeningPoint>()
    .x(({ screened }) => x(screened))
    .y(({ found }) => y(found));
  const whole = (ticks: readonly number[]) => ticks.filter(Number.isInteger);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName="recall-so-far"
      table={{ columns: ['Screened', 'Found'], rows: points.map(({ screened, found }) => [screened, found]) }}
    >
      <div ref={box} style={{ height }}>
        <svg role="img" aria-label={`${title} ${summary}`} width={width} height={height} className="block max-w-full">
          {whole(y.ticks(4)).map((tick) => (
            <g key={tick}>
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
              <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-muted text-xs">
                {formatCompactCount(tick)}
              </text>
            </g>
          ))}
          {whole(x.ticks(width < 480 ? 3 : 6)).map((tick) => (
            <text key={tick} x={x(tick)} y={height - 24} textAnchor="middle" className="fill-ink-muted text-xs">
              {formatCompactCount(tick)}
            </text>
          ))}
          <text
            x={(MARGIN.left + width - MARGIN.right) / 2}
            y={height - 6}
            textAnchor="middle"
            className="fill-ink-muted text-xs"
          >
            Documents screened
          </text>
          <path
            d={path([{ screened: 0, found: 0 }, last]) ?? undefined}
            fill="none"
            strokeDasharray="3 3"
            className="stroke-ink-muted"
          />
          <path d={path(points) ?? undefined} fill="none" strokeWidth={2} className="stroke-accent" />
          <circle cx={x(last.screened)} cy={y(last.found)} r={4} className="fill-accent" />
        </svg>
      </div>
    </ChartFigure>
  );
}
