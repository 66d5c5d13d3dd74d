import { sayScore } from '@/components/reader/rating-keys';
import { formatMoment } from '@/components/reader/score-panel';
import { formatCount } from '@/components/ui/format-number';
import { ScoreBadge } from '@/components/ui/score-badge';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

/** Every score people gave it or took back, newest first: who, when, what and why. */
export function OverrideHistory({ standing }: Readonly<{ standing: StandingFragment }>) {
  const { nodes, totalCount } = standing.overrides;
  if (nodes.length === 0) return null;
  return (
    <section aria-label="Scores set by people" className="mt-10">
      <h3 className="mb-2 font-semibold text-lg">Scores set by people</h3>
      <ol className="border-line border-t">
        {nodes.map(({ id, value, reason, createdAt, rater, givenBy }) => (
          <li key={id} className="flex gap-3 border-line border-b py-2">
            <ScoreBadge score={value} unscored="taken back" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span>
                  <bdi className="font-semibold">{rater.name}</bdi>{' '}
                  {value === null ? 'took the score back' : `set ${sayScore(value)}`}
                  {givenBy ? (
                    <>
                      {' '}
                      from an import that names <bdi>{givenBy}</bdi>
                    </>
                  ) : null}
                </span>
                <time dateTime={createdAt} className="text-ink-muted text-sm">
                  {formatMoment(createdAt)}
                </time>
              </p>
              {reason ? (
                <p dir="auto" className="mt-0.5 whitespace-pre-wrap text-ink-muted [overflow-wrap:anywhere]">
                  {reason}
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {totalCount > nodes.length ? (
        <p className="mt-2 text-ink-muted text-sm">
          The newest {formatCount(nodes.length)} of {formatCount(totalCount)}; all of them stand in Activity.
        </p>
      ) : null}
    </section>
  );
}
