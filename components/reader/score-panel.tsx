import {
  failureSentence,
  modelName,
  provenanceSentence,
  type ScoreView,
  shortHash,
} from '@/components/reader/provenance';
import { sayScore } from '@/components/reader/rating-keys';
import { windowsSentence } from '@/components/reader/reading-words';
import { DescriptionList } from '@/components/ui/description-list';
import { formatCount, formatScore } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { ScoreBadge } from '@/components/ui/score-badge';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

type ScorePanelProps = Readonly<{ standing: StandingFragment; rank: number | null; threshold: number | null }>;

/** The score a document is ranked by, what the model said, and where that comes from. */
export function ScorePanel({ standing, rank, threshold }: ScorePanelProps) {
  const { rankingScore, overrideScore, score, status, isDuplicate } = standing;
  if (isDuplicate) return <RepeatedPanel />;
  return (
    <section aria-label="Score" className="mt-5 border-line border-y py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <ScoreBadge
          size="reader"
          score={rankingScore}
          unscored={status === 'FAILED' ? 'could not be scored' : 'waiting to be scored'}
          overridden={overrideScore !== null}
          truncated={overrideScore === null && score?.isTruncated === true}
        />
        <p className="min-w-0 flex-1 basis-52">{standingSentence(standing)}</p>
        <p className="text-ink-muted text-sm">{placeSentence(rank, rankingScore, threshold)}</p>
      </div>
      {status === 'SCORED' ? null : <p className="mt-1.5 text-ink-muted text-sm">{unscoredSentence(standing)}</p>}
      {score && score.value !== null ? <Provenance score={score} /> : null}
      {score?.isTruncated ? (
        <Notice className="mt-3" title="Only the beginning was read">
          The model read {formatCount(score.tokensRead)} of {formatCount(score.tokensTotal)} tokens
          {score.windows > 1 ? ', the most that is computed for one document' : ''}. What comes later in the text did
          not count.
        </Notice>
      ) : null}
    </section>
  );
}

/** A record that repeats another one is not scored: nothing here is waited for. */
function RepeatedPanel() {
  return (
    <section aria-label="Score" className="mt-5 border-line border-y py-3">
      <p>Repeats another record of the same work</p>
      <p className="mt-1.5 text-ink-muted text-sm">
        That one is scored, ranked and decided on for both; it is named under this text. Split off, this record is
        scored by itself.
      </p>
    </section>
  );
}

function standingSentence({ overrideScore, rawScore, calibratedScore, overrides, status }: StandingFragment): string {
  const parts = [
    rawScore === null ? '' : `model ${formatScore(rawScore)}`,
    calibratedScore === null ? '' : `recalibrated ${formatScore(calibratedScore)}`,
  ].filter(Boolean);
  if (overrideScore !== null) {
    const rater = overrides.nodes.find(({ value }) => value === overrideScore)?.rater.name;
    return [`Set to ${sayScore(overrideScore)}${rater ? ` by ${rater}` : ''}`, ...parts].join(' · ');
  }
  if (parts.length === 0) return status === 'FAILED' ? 'Could not be scored' : 'Waiting to be scored';
  const sentence = parts.join(' · ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function placeSentence(rank: number | null, rankingScore: number | null, threshold: number | null): string {
  const place = rank === null || rankingScore === null ? [] : [`rank ${formatCount(rank)}`];
  if (threshold === null || rankingScore === null) return place.join('');
  return [...place, rankingScore >= threshold ? 'included' : 'not included'].join(' · ');
}

function unscoredSentence({ status, failureCode, score }: StandingFragment): string {
  if (status === 'PENDING') return 'It waits for the model; the score appears here by itself. You may set one already.';
  return `${failureSentence(failureCode ?? score?.failureCode)} An expert may still set a score.`;
}

function Provenance({ score }: Readonly<{ score: ScoreView }>) {
  const { model } = score;
  return (
    <details className="mt-1.5 text-ink-muted text-sm">
      <summary className="[overflow-wrap:anywhere] hover:text-ink">{provenanceSentence(score)}</summary>
      <DescriptionList
        className="mt-2 mb-1"
        items={[
          { term: 'Model', detail: modelName(model) },
          ...(model.isStandIn ? [{ term: 'Stand-in', detail: 'A small model in the place of the real one' }] : []),
          ...(model.repository ? [{ term: 'Repository', detail: model.repository }] : []),
          { term: 'Revision', detail: model.revision },
          { term: 'Contents', detail: <code title={model.contentHash}>{shortHash(model.contentHash)}</code> },
          { term: 'Precision', detail: score.precision },
          { term: 'Provider', detail: score.provider },
          { term: 'Tokens', detail: `${formatCount(score.tokensRead)} of ${formatCount(score.tokensTotal)} read` },
          { term: 'Windows', detail: windowsOf(score) },
          { term: 'Scored', detail: <time dateTime={score.scoredAt}>{formatMoment(score.scoredAt)}</time> },
        ]}
      />
    </details>
  );
}

function windowsOf({ windows, windowAggregate, windowOverlap }: ScoreView): string {
  if (windows === 1 || !windowAggregate) return formatCount(windows);
  return `${formatCount(windows)}: ${windowsSentence(windowAggregate, windowOverlap)}`;
}

/** 2026-11-23 01:32 UTC: one form on server and browser. */
export function formatMoment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
