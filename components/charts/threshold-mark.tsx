import { formatScore } from '@/components/ui/format-number';

type ThresholdMarkProps = Readonly<{ x: number; height: number; threshold: number }>;

/**
 * The threshold in the picture itself: what is downloaded has it too. On the page a handle, where there is one, lies over
 * it.
 */
export function ThresholdMark({ x, height, threshold }: ThresholdMarkProps) {
  return (
    <g transform={`translate(${x} 0)`}>
      <rect x={-19} y={0} width={38} height={20} rx={3} className="fill-ink" />
      <text x={0} y={10} dy="0.35em" textAnchor="middle" className="fill-ground font-semibold text-sm">
        {formatScore(threshold)}
      </text>
      <line x1={0} x2={0} y1={20} y2={height} strokeWidth={2} className="stroke-ink" />
    </g>
  );
}
