'use client';

import { useState } from 'react';
import { request } from '@/components/data/request';
import { DecideProposal } from '@/components/duplicates/duplicates-query';
import { proposalReason } from '@/components/duplicates/proposal-words';
import { RecordComparison } from '@/components/duplicates/record-comparison';
import { Button } from '@/components/ui/button';
import { showFailure, showToast } from '@/components/ui/toast';
import type { ProposalDecision, ProposalFragment } from '@/graphql/generated/operations/graphql';

type ProposalLineProps = Readonly<{ proposal: ProposalFragment; mayDecide: boolean; onDecided: () => void }>;

const DONE = { JOIN: 'Joined as one work', DISMISS: 'Kept apart', REOPEN: 'Back on the list' } as const;

/** Two records that look like one work: why, how they differ, and what to do. */
export function ProposalLine({ proposal, mayDecide, onDecided }: ProposalLineProps) {
  const [running, setRunning] = useState<ProposalDecision | null>(null);
  const decide = async (decision: ProposalDecision) => {
    setRunning(decision);
    const refusal = await sendDecision(proposal.id, decision);
    setRunning(null);
    if (refusal) showFailure({ message: 'Nothing was decided', detail: refusal });
    else if (decision === 'REOPEN') showToast({ message: DONE.REOPEN });
    else showToast({ message: DONE[decision], undo: () => void decide('REOPEN') });
    onDecided();
  };
  const title = proposal.first.title ?? 'No title';
  return (
    <li className="border-line border-b py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <p dir="auto" className="font-semibold [overflow-wrap:anywhere]">
            {title}
          </p>
          <p className="text-ink-muted text-sm [overflow-wrap:anywhere]">{proposalReason(proposal)}</p>
        </div>
        {mayDecide ? (
          <div className="flex flex-wrap gap-1">
            <Button
              size="small"
              loading={running === 'JOIN'}
              aria-label={`Same work: ${title}`}
              onClick={() => decide('JOIN')}
            >
              Same work
            </Button>
            <Button
              size="small"
              variant="quiet"
              loading={running === 'DISMISS'}
              aria-label={`Different works: ${title}`}
              onClick={() => decide('DISMISS')}
            >
              Different works
            </Button>
          </div>
        ) : null}
      </div>
      <details className="mt-1">
        <summary className="w-fit text-accent-text text-sm">Compare</summary>
        <RecordComparison first={proposal.first} second={proposal.second} />
      </details>
    </li>
  );
}

/** @returns Why it was refused; null when it was done. */
async function sendDecision(proposalId: string, decision: ProposalDecision): Promise<string | null> {
  try {
    const { decideDuplicateProposal } = await request(DecideProposal, { input: { proposalId, decision } });
    return decideDuplicateProposal.userErrors[0]?.message ?? null;
  } catch (error) {
    return error instanceof Error ? error.message : 'Try again.';
  }
}
