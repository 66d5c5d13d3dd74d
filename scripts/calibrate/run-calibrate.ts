import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { z } from 'zod';
import { CalibrationError } from '@/calibration/calibration-error';
import type { CalibrationReport, ReportOptions } from '@/calibration/calibration-report';
import { calibrationReport } from '@/calibration/calibration-report';
import { methodsText } from '@/calibration/methods-text';
import { projectRoot } from '../project-root';
import { SetupError } from '../setup-error';
import { formatReport } from './format-report';
import { type LabelFile, readLabels } from './read-labels';

export interface CalibrateOptions extends Omit<ReportOptions, 'scopeScores' | 'rejected'> {
  readonly isWholeScope: boolean;
  readonly isJson: boolean;
}

const EXIT_DONE = 0;
const EXIT_ROWS_REJECTED = 2;

/**
 * `winnow calibrate`: the report of a file of labels on `stdout`, as text or as one JSON object; rows that are no labels
 * on `stderr` with their lines.
 *
 * @returns 0, or 2 when a row was rejected.
 * @throws SetupError when the file holds no labels to read, or an option makes no sense.
 */
export async function runCalibrate(
  file: string,
  options: CalibrateOptions,
  stdout: Writable,
  stderr: Writable,
): Promise<number> {
  const read = await readLabels(file);
  for (const { line, code, message } of read.rejected) stderr.write(`winnow: ${file}:${line}: ${code}: ${message}\n`);
  const report = reportOn(read, options);
  const counts = { rows: read.rows, unrated: read.unrated.length, rejected: read.rejected };
  const methods = methodsText({ ...options, report, version: ownVersion() });
  if (options.isJson)
    stdout.write(`${JSON.stringify({ file, ...counts, options: asked(options), ...report, methods })}\n`);
  else stdout.write(`${formatReport(file, counts, report, options)}\n\n${methods}\n`);
  return read.rejected.length > 0 ? EXIT_ROWS_REJECTED : EXIT_DONE;
}

function reportOn({ labels, unrated, rejected }: LabelFile, options: CalibrateOptions): CalibrationReport {
  if (options.isWholeScope && options.population !== null) {
    throw new SetupError('--scope and --population exclude each other.', 'With --scope the rows are the population.');
  }
  const scopeScores = options.isWholeScope ? [...labels.map(({ score }) => score), ...unrated] : null;
  try {
    return calibrationReport(labels, { ...options, scopeScores, rejected: rejected.length });
  } catch (error) {
    if (!(error instanceof CalibrationError)) throw error;
    throw new SetupError(`This cannot be computed: ${error.message}.`, 'Mend the option or the column it names.');
  }
}

function asked({ isJson: _isJson, ...options }: CalibrateOptions) {
  return options;
}

function ownVersion(): string {
  const file = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(file).version;
}
