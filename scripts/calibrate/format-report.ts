import type { CalibrationReport } from '@/calibration/calibration-report';
import type { MetricsWithIntervals } from '@/calibration/choose-recalibration';
import type { Interval } from '@/calibration/intervals';
import type { ReportedCertificate } from '@/calibration/report-certificate';
import type { ReportedShare } from '@/calibration/report-design';
import type { ThresholdFigures } from '@/calibration/report-thresholds';
import type { InclusionRule } from '@/calibration/threshold-by-cost';
import type { CalibrateOptions } from './run-calibrate';

/** The report as text for people, 100 columns wide: every figure with its n and interval. */
export function formatReport(
  file: string,
  counts: { readonly rows: number; readonly unrated: number; readonly rejected: readonly unknown[] },
  report: CalibrationReport,
  options: CalibrateOptions,
): string {
  const interval = `${plain(options.confidence * 100)} % interval`;
  return [
    `${file}: ${counts.rows} rows, ${report.labels} labels, ${counts.unrated} unrated, ${counts.rejected.length} rejected`,
    section('Sample', [
      row('design', DESIGNS[report.design]),
      row('documents in scope', report.population === null ? 'not given (--population)' : String(report.population)),
      row('relevant', `${report.positives} of ${report.labels} at a cut of ${options.relevanceCut}`),
      row('prevalence', share(report.prevalence)),
    ]),
    section(`Recall certificate, ${plain(options.recall * 100)} % at ${plain(options.confidence * 100)} %`, [
      certificate(report.certificate),
    ]),
    section(`Thresholds (figure, ${interval}, n)`, report.thresholds.flatMap(thresholdLines)),
    report.byCost ? section('Cost a document', [costLine(report.byCost)]) : '',
    section(`Recalibration (${interval} by bootstrap)`, recalibrationLines(report)),
    section('Ranking', rankingLines(report)),
    section(
      'Labels worth a second look',
      report.suspectLabels
        .slice(0, 10)
        .map(({ id, score, rating }) => row(id, `score ${num(score)}, rating ${plain(rating)}`)),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const DESIGNS = {
  SIMPLE_RANDOM: 'simple random sample, as far as the columns tell',
  STRATIFIED: 'stratified; figures are weighed by inclusion probability',
  UNEQUAL_PROBABILITIES: 'unequal inclusion probabilities; figures are weighed by them',
} as const;

const SOURCES = {
  CERTIFICATE: 'certified',
  COST: 'by cost',
  WORKLOAD: 'by workload',
  GIVEN: 'given',
  RELEVANCE_CUT: 'the relevance cut',
} as const;

function certificate(certified: ReportedCertificate): string {
  if (certified.status === 'CERTIFIED') {
    const { threshold, allowedMisses, positives, errorBound } = certified;
    return row(
      'granted',
      `score >= ${threshold}; ${allowedMisses} of ${positives} may be missed, error <= ${num(errorBound, 4)}`,
    );
  }
  if (certified.reason !== 'TOO_FEW_POSITIVES') return row('refused', certified.reason);
  const { positives, positivesNeeded, positivesMissing, labelsMissing } = certified;
  const rate = labelsMissing === null ? '' : `: rate about ${labelsMissing} more documents`;
  return row('refused', `${positives} of ${positivesNeeded} relevant labels, ${positivesMissing} missing${rate}`);
}

function thresholdLines({ by, rule, precision, recall, f1, accuracy, workload }: ThresholdFigures): string[] {
  const documents = workload.documents === null ? '' : `, ${workload.documents} documents`;
  return [
    row(SOURCES[by], ruleWords(rule)),
    row('  recall', share(recall)),
    row('  precision', share(precision)),
    row('  F1', share(f1)),
    row('  accuracy', share(accuracy)),
    row('  workload', `${share(workload)}${documents}`),
  ];
}

function ruleWords(rule: InclusionRule): string {
  if (rule.includes === 'AT_OR_ABOVE') return `score >= ${rule.threshold}`;
  return rule.includes === 'EVERYTHING' ? 'everything' : 'nothing';
}

function costLine({ apparentCost, crossValidatedCost, folds }: NonNullable<CalibrationReport['byCost']>): string {
  const honest = crossValidatedCost === null ? 'not known' : num(crossValidatedCost, 4);
  return row('cross-validated', `${honest} (${folds} folds); on the labels that chose it ${num(apparentCost, 4)}`);
}

function recalibrationLines({ recalibration, predictionInterval }: CalibrationReport): string[] {
  const { map, candidates, before, after } = recalibration;
  const { margin, coverage } = predictionInterval;
  const width =
    margin.status === 'FINITE'
      ? `recalibrated score -+ ${num(margin.margin)} (n ${margin.n})`
      : `infinite: ${margin.n} held-out labels, ${margin.needed} needed`;
  return [
    row('chosen', map.kind.toLowerCase()),
    ...candidates.map((candidate) =>
      row(
        `  ${candidate.kind.toLowerCase()}`,
        'notCompared' in candidate ? candidate.notCompared : `MSE ${num(candidate.crossValidated.mse, 4)}, held out`,
      ),
    ),
    ...(before && after ? [row('before', metrics(before)), row('after', metrics(after))] : []),
    row(`${plain(coverage * 100)} % prediction`, width),
  ];
}

function metrics({ mse, r2, bias, intervals, n }: MetricsWithIntervals): string {
  return `MSE ${num(mse)} ${ends(intervals.mse)}, R2 ${num(r2)} ${ends(intervals.r2)}, bias ${num(bias)} ${ends(intervals.bias)}, n ${n}`;
}

function rankingLines({ ranking }: CalibrationReport): string[] {
  const { rocAuc, averagePrecision, workSaved, probability } = ranking;
  return [
    row('ROC AUC', `${num(rocAuc.value)} ${ends(rocAuc.interval)}, n ${rocAuc.relevant} + ${rocAuc.irrelevant}`),
    row(
      'average precision',
      `${num(averagePrecision.value)} ${ends(averagePrecision.interval)}, n ${averagePrecision.n}`,
    ),
    row('WSS@95', workSaved === null ? '-' : `${num(workSaved.wss)}, nWSS ${num(workSaved.nwss)}`),
    row(
      'calibration error',
      probability === null
        ? '-'
        : `${num(probability.expectedCalibrationError)}, Brier ${num(probability.brier)}, n ${probability.n} (Platt, held out)`,
    ),
  ];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(20)} ${text}`;
}

function share({ value, lower, upper, n, method }: Omit<ReportedShare, 'method'> & { method: string }): string {
  const bounds = lower === null || upper === null ? null : { lower, upper };
  return method === 'counted' ? `${num(value)}, counted in ${n}` : `${num(value)} ${ends(bounds)}, n ${n}, ${method}`;
}

function ends(interval: Interval | null): string {
  return interval === null ? '(no interval)' : `(${num(interval.lower)} to ${num(interval.upper)})`;
}

function num(value: number | null, digits = 3): string {
  return value === null ? '-' : value.toFixed(digits);
}

/** A number as it was given: 95, not 94.99999999999999. */
function plain(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}
