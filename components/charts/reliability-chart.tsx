'use client';

import type { ReactNode } from 'react';
import { ChartFigure } from '@/components/charts/chart-figure';
import { UnitSquare, unitScales } from '@/components/charts/unit-square';
import { useElementWidth } from '@/components/charts/use-element-width';

/** What was promised on average and what came true, shares in 0..1. */
export type ReliabilityDot = Readonly<{
  from: number;
  to: number;
  promised: number;
  observed: number;
  low: number;
  high: number;
  n: number;
}>;

type ReliabilityChartProps = Readonly<{
  title: string;
  summary: ReactNode;
  /** Bins that hold labels. */
  dots: readonly ReliabilityDot[];
  fileName: string;
}>;

const HEIGHT = 280;
const X_TITLE = 'Promised probability';
const Y_TITLE = 'Relevant in fact';

/** Whether a probability means what it says: on the diagonal it does. A dot's size grows with its labels. */
export function ReliabilityChart({ title, summary, dots, fileName }: ReliabilityChartProps) {
  const [box, width] = useElementWidth<HTMLDivElement>(440);
  const { x, y } = unitScales(width, HEIGHT);
  const most = Math.max(1, ...dots.map(({ n }) => n));
  return (
    <ChartFigure
      title={title}
      summary={summary}
      fileName={fileName}
      table={{
        columns: ['Bin from', 'to', 'Mean promised', 'Relevant', 'Low', 'High', 'n'],
        rows: dots.map((dot) => [dot.from, dot.to, dot.promised, dot.observed, dot.low, dot.high, dot.n]),
      }}
    >
      <div ref={box} style={{ height: HEIGHT }}>
        <svg role="img" aria-label={title} width={width} height={HEIGHT} className="block max-w-full overflow-visible">
          <UnitSquare width={width} height={HEIGHT} xTitle={X_TITLE} yTitle={Y_TITLE} />
          <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} strokeDasharray="3 3" className="stroke-line-control" />
          {dots.map((dot) => (
            <g key={dot.from}>
              <line
                x1={x(dot.promised)}
                x2={x(dot.promised)}
                y1={y(dot.low)}
                y2={y(dot.high)}
                strokeWidth={2}
                strokeOpacity={0.45}
                className="stroke-accent"
              />
              <circle
                cx={x(dot.promised)}
                cy={y(dot.observed)}
                r={3 + 4 * Math.sqrt(dot.n / most)}
                strokeWidth={2}
                className="fill-accent stroke-ground"
              />
            </g>
          ))}
        </svg>
      </div>
    </ChartFigure>
  );
}
