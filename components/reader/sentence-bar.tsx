import { sentenceMark } from '@/components/reader/sentence-mark';
import type { SentenceScoresView } from '@/components/reader/use-sentences';
import { formatCount, formatScore } from '@/components/ui/format-number';

type SentenceBarProps = Readonly<{
  scores: SentenceScoresView;
  /** The sentence under pointer or focus. */
  active: number | null;
}>;

/** Stays in view (at the top of the reader, over its padding) above the text: the legend, the score pointed at, how far the scores reach, and what they are. */
export function SentenceBar({ scores, active }: SentenceBarProps) {
  const { sentences } = scores;
  const pointed = active === null ? undefined : sentences[active];
  const reach = reachSentence(scores);
  return (
    <section
      aria-label="Scores of sentences"
      className="sticky -top-5 z-10 -mx-2 mt-6 border-line border-b bg-surface px-2 py-1.5 text-sm"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Legend />
        <p className="text-ink-muted tabular-nums">
          {pointed && active !== null
            ? `Sentence ${formatCount(active + 1)} of ${formatCount(sentences.length)}: ${formatScore(pointed.score)}`
            : `${formatCount(sentences.length)} ${sentences.length === 1 ? 'sentence' : 'sentences'} scored`}
        </p>
      </div>
      {reach ? <p className="mt-1 text-ink-muted">{reach}</p> : null}
      <details className="text-ink-muted">
        <summary className="mt-0.5 w-fit hover:text-ink">What this shows</summary>
        <p className="mt-1 max-w-[60ch]">
          The model’s score of each sentence, read together with the one before it and the one after it. It is no share
          of the document’s score and does not explain it, and it is not calibrated to your experts: it points the eye
          to where a text is on the subject.
        </p>
      </details>
    </section>
  );
}

function Legend() {
  return (
    <span role="img" aria-label="Tint and line from 1, not medical, to 5, medical" className="inline-flex gap-1">
      {[1, 2, 3, 4, 5].map((score) => {
        const { className, style } = sentenceMark(score);
        return (
          <span key={score} aria-hidden className={`${className} px-1.5 font-serif`} style={style}>
            {score}
          </span>
        );
      })}
    </span>
  );
}

function reachSentence({ limit, sentences }: SentenceScoresView): string | null {
  const count = formatCount(sentences.length);
  if (limit === 'SENTENCE_COUNT') return `Only the first ${count} sentences are scored; the text goes on without.`;
  if (limit === 'TOKENS_READ') {
    return `Only the first ${count} sentences are scored: what follows, the document’s own score has not read either.`;
  }
  return null;
}
