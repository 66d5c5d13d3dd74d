import type { ChartTable } from '@/components/charts/chart-table';
import { formatCompactCount } from '@/components/ui/format-number';

/** Values of both sides from `from` to below `to`; without an end, everything above. */
export type OverlaidBin = Readonly<{ from: number; to: number | null; reference: number; current: number }>;
/** The same with each count as a share of its own side. */
export type OverlaidShare = OverlaidBin & Readonly<{ referenceShare: number; currentShare: number }>;
export type SideNames = Readonly<{ reference: string; current: string }>;

/** Shares, because a collection is held against ten thousand others; a side without values stays at nothing. */
export function toShares(bins: readonly OverlaidBin[]): OverlaidShare[] {
  const totalOf = (side: keyof SideNames) =>
    Math.max(
      1,
      bins.reduce((sum, bin) => sum + bin[side], 0),
    );
  const [references, currents] = [totalOf('reference'), totalOf('current')];
  return bins.map((bin) => ({
    ...bin,
    referenceShare: bin.reference / references,
    currentShare: bin.current / currents,
  }));
}

/** Where on the axis something is written: places in bins from the left, so that the open bin is as wide as the others. */
export type EdgeLabel = Readonly<{ place: number; label: string }>;

/** Labels at round steps of bins, at most about so many; an open bin says where it begins, under its middle. */
export function edgeLabels(bins: readonly OverlaidBin[], most: number): EdgeLabel[] {
  const last = bins.at(-1);
  if (!last) return [];
  const step = [1, 2, 5, 10].find((size) => bins.length / size <= most) ?? bins.length;
  const edges = [...bins.map(({ from }) => from), ...(last.to === null ? [] : [last.to])];
  const labels = edges.flatMap((edge, place) =>
    place % step === 0 ? [{ place, label: formatCompactCount(edge) }] : [],
  );
  if (last.to !== null) return labels;
  const open = { place: bins.length - 0.5, label: `${formatCompactCount(last.from)}+` };
  return [...labels.filter(({ place }) => open.place - place >= Math.max(1.5, (bins.length / most) * 0.8)), open];
}

export function overlaidTable(
  shares: readonly OverlaidShare[],
  { reference, current }: SideNames,
  xTitle: string,
  format: (edge: number) => string,
): ChartTable {
  return {
    columns: [`${xTitle} from`, 'to', reference, `${reference}, share`, current, `${current}, share`],
    rows: shares.map((bin) => [
      format(bin.from),
      bin.to === null ? 'and above' : format(bin.to),
      bin.reference,
      Number(bin.referenceShare.toFixed(6)),
      bin.current,
      Number(bin.currentShare.toFixed(6)),
    ]),
  };
}
