'use client';

import type { Conflict, OverrideDesk } from '@/components/reader/override-desk';
import { sayScore } from '@/components/reader/rating-keys';
import { formatMoment } from '@/components/reader/score-panel';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/page-states';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

type ConflictNoticeProps = Readonly<{ standing: StandingFragment; conflict: Conflict; desk: OverrideDesk }>;

/** Somebody was quicker: who, what, why; and the choice between their score and one's own. */
export function ConflictNotice({ standing, conflict, desk }: ConflictNoticeProps) {
  const [newest] = standing.overrides.nodes;
  const { wanted, reason } = conflict;
  return (
    <Notice
      live
      tone="accent"
      className="mt-4"
      title="Somebody else has changed this score"
      action={
        <div className="flex flex-wrap gap-2">
          <Button size="small" variant="primary" onClick={desk.dismissConflict}>
            Keep it as it is now
          </Button>
          {wanted === null ? null : (
            <Button size="small" onClick={() => desk.set(standing.id, wanted, reason)}>
              {`Set it to ${sayScore(wanted)}`}
            </Button>
          )}
        </div>
      }
    >
      {newest ? (
        <>
          <bdi>{newest.rater.name}</bdi>
          {newest.value === null ? ' took the score back' : ` set it to ${sayScore(newest.value)}`},{' '}
          {formatMoment(newest.createdAt)}
          {newest.reason ? (
            <>
              {': '}
              <q>{newest.reason}</q>
            </>
          ) : null}
          .
        </>
      ) : (
        'It has another score now than the one you read.'
      )}
    </Notice>
  );
}
