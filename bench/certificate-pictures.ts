import type { Outcome } from './certificate-draws';

/*
 * Two figures for docs/calibration.md as SVG: no script, no font of its own, both themes by the reader's preference, and
 * nothing told by colour alone (positions, shapes and words carry it).
 */
const WIDTH = 900;
const LEFT = 312;
const RIGHT = 112;
const ROW = 30;
const TOP = 74;

const STYLE = `
  .ground { fill: #fcfbf9 } text { fill: #2c2723; font: 13px system-ui, sans-serif } .quiet { fill: #6b645d; font-size: 12px }
  .title { font-weight: 600; font-size: 15px } .axis { stroke: #d5d0c9 } .target { stroke: #2c2723; stroke-dasharray: 5 4; stroke-width: 1.5 }
  .draw { stroke: #1d5480; stroke-width: 2.2 } .miss { fill: none; stroke: #a3271f; stroke-width: 1.6 }
  .bar { fill: #1d5480 } .room { fill: none; stroke: #6b645d; stroke-width: 1.2 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #191816 } text { fill: #ece9e4 } .quiet { fill: #a8a29a } .axis { stroke: #4a4641 } .target { stroke: #ece9e4 }
    .draw { stroke: #85bfe6 } .miss { stroke: #f08b80 } .bar { fill: #85bfe6 } .room { stroke: #a8a29a }
  }`;

/** True recall of the certified draws beside the target: strokes as high as draws are many, a cross where it was missed. */
export function recallPicture(outcomes: readonly Outcome[]): string {
  const shown = outcomes.filter(({ certified }) => certified > 0);
  const lowest = 0.6;
  const x = (recall: number) => LEFT + ((Math.max(lowest, recall) - lowest) / (1 - lowest)) * (WIDTH - LEFT - RIGHT);
  const rows = shown.map((outcome, row) => {
    const middle = TOP + row * ROW + ROW / 2;
    const counts = countEach(outcome.recalls);
    const most = Math.max(...counts.values());
    const marks = [...counts].map(([recall, count]) =>
      recall < outcome.target ? cross(x(recall), middle) : stroke(x(recall), middle, 4 + (20 * count) / most),
    );
    const target = `<path class="target" d="M${one(x(outcome.target))} ${middle - 14}v28"/>`;
    const share = `${((100 * outcome.held) / outcome.certified).toFixed(1)} % hold`;
    return [rowLabel(outcome, middle), ...marks, target, text(WIDTH - RIGHT + 10, middle + 4, share)].join('\n');
  });
  const ticks = [0.6, 0.7, 0.8, 0.9, 1].map((recall) => tick(x(recall), shown.length, String(recall)));
  return picture({
    title: 'True recall of certified thresholds',
    note: 'Strokes: recalls of 200 random draws, higher where more fell. Dashes: what was certified at 95 %. Crosses: draws below it.',
    body: [...ticks, ...rows],
    rows: shown.length,
    axis: 'recall over the whole collection',
  });
}

/** Documents below the certified threshold, filled, inside what perfect knowledge would exclude, outlined. */
export function workloadPicture(outcomes: readonly Outcome[]): string {
  const x = (share: number) => LEFT + share * (WIDTH - LEFT - RIGHT);
  const rows = outcomes.map((outcome, row) => {
    const middle = TOP + row * ROW + ROW / 2;
    const bar = (share: number, height: number, style: string) =>
      `<rect class="${style}" x="${LEFT}" y="${middle - height / 2}" width="${one(x(share) - LEFT)}" height="${height}"/>`;
    const possible = `${(100 * outcome.possible).toFixed(0)} %`;
    const said = outcome.excluded === null ? 'refused' : `${(100 * outcome.excluded).toFixed(0)} % of ${possible}`;
    return [
      rowLabel(outcome, middle),
      bar(outcome.possible, 18, 'room'),
      outcome.excluded === null ? '' : bar(outcome.excluded, 10, 'bar'),
      text(x(outcome.possible) + 8, middle + 4, said),
    ].join('\n');
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => tick(x(share), outcomes.length, `${share * 100} %`));
  return picture({
    title: 'What a certified threshold excludes',
    note: 'Filled: mean share below the certified threshold. Outline: what knowing every relevant document would exclude.',
    body: [...ticks, ...rows],
    rows: outcomes.length,
    axis: 'share of the collection',
  });
}

function rowLabel({ collection, scorer, target }: Outcome, middle: number): string {
  return text(12, middle + 4, `${collection}, ${scorer}, ${target}`);
}

function countEach(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function stroke(x: number, middle: number, height: number): string {
  return `<path class="draw" d="M${one(x)} ${one(middle - height / 2)}v${one(height)}"/>`;
}

function cross(x: number, y: number): string {
  return `<path class="miss" d="M${one(x - 3.5)} ${one(y - 3.5)}l7 7m0-7l-7 7"/>`;
}

function tick(x: number, rows: number, label: string): string {
  const bottom = TOP + rows * ROW;
  const line = `<path class="axis" d="M${one(x)} ${TOP}V${bottom}"/>`;
  return `${line}<text class="quiet" x="${one(x)}" y="${bottom + 16}" text-anchor="middle">${label}</text>`;
}

function text(x: number, y: number, words: string): string {
  return `<text x="${one(x)}" y="${one(y)}">${words}</text>`;
}

function picture(parts: { title: string; note: string; body: string[]; rows: number; axis: string }): string {
  const height = TOP + parts.rows * ROW + 46;
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${parts.title}. ${parts.note}">
<style>${STYLE}</style>
<rect class="ground" width="${WIDTH}" height="${height}"/>
<text class="title" x="12" y="28">${parts.title}</text>
<text class="quiet" x="12" y="50">${parts.note}</text>
${parts.body.join('\n')}
<text class="quiet" x="${middle}" y="${height - 10}" text-anchor="middle">${parts.axis}</text>
</svg>
`;
}

function one(value: number): string {
  return String(Math.round(value * 10) / 10);
}
