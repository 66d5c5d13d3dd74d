import { formatMoment } from '@/components/reader/score-panel';
import { DECIDED_WORDS } from '@/components/review/use-review';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

/** Who decided, what, when and why. */
export function DecisionLine({ decision }: Readonly<{ decision: StandingFragment['decision'] }>) {
  if (!decision?.value || !decision.id) return null;
  const { value, person, givenBy, createdAt, reason } = decision;
  return (
    <p className="mt-3 text-ink-muted text-sm">
      <span className="font-semibold text-ink">{DECIDED_WORDS[value]}</span>, decided by <bdi>{person.name}</bdi>
      {givenBy ? (
        <>
          {' '}
          from an import that names <bdi>{givenBy}</bdi>
        </>
      ) : null}
      , {formatMoment(createdAt)}
      {reason ? (
        <>
          {': '}
          <q dir="auto">{reason}</q>
        </>
      ) : null}
    </p>
  );
}
