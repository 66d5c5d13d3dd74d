import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { binomialCdf } from '@/calibration/special-functions';
import { CONFIDENCE, measureCertificates, type Outcome } from './certificate-draws';
import { recallPicture, workloadPicture } from './certificate-pictures';

/*
 * Do certificates hold, and what do they save? Three collections whose truth is known, scored by the starter model and by
 * two simulated ones; 200 seeded random draws each. A draw rates as many documents as the planner asks for at the
 * collection's true prevalence (nine tenths of them where that is less), asks for a certificate of the recall at 95 %
 * confidence, and is compared with the recall over the whole collection. Ends with status 1 when certificates hold less
 * often than promised.
 *
 * Run: npx tsx bench/certificates.ts [--draws 200] [--pictures docs/pictures]
 */
const { values } = parseArgs({
  options: { draws: { type: 'string', default: '200' }, pictures: { type: 'string' } },
});
const DRAWS = Number(values.draws);
const outcomes = await measureCertificates(DRAWS);
printTable(outcomes);
if (values.pictures !== undefined) {
  await writeFile(path.join(values.pictures, 'certificates-recall.svg'), recallPicture(outcomes));
  await writeFile(path.join(values.pictures, 'certificates-workload.svg'), workloadPicture(outcomes));
}

/** Fewest certificates that hold in a method that holds with exactly 95 %: fewer come by chance once in 1,000 runs. */
function fewestHeld(certified: number): number {
  let held = certified;
  while (held > 0 && binomialCdf(held - 1, certified, CONFIDENCE) > 0.001) held--;
  return held;
}

function printTable(rows: readonly Outcome[]): void {
  console.log(`${DRAWS} draws a row; a certificate at ${CONFIDENCE * 100} % confidence may fail in 5 % of them.`);
  console.log(
    '| collection | scorer | ROC AUC | recall | rated | certified | held | at least | excluded | unread | possible |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const row of rows) {
    const cells = [
      `${row.collection} (${row.relevant} of ${row.documents})`,
      row.scorer,
      row.rocAuc.toFixed(3),
      row.target,
      row.rated,
      row.certified,
      row.certified === 0 ? '-' : `${row.held} (${((100 * row.held) / row.certified).toFixed(1)} %)`,
      row.certified === 0 ? '-' : fewestHeld(row.certified),
      percent(row.excluded),
      percent(row.unread),
      percent(row.possible),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const failed = rows.filter(({ certified, held }) => held < fewestHeld(certified));
  if (failed.length === 0) return;
  console.error(`${failed.length} rows hold less often than 95 % less the binomial margin.`);
  process.exitCode = 1;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}
