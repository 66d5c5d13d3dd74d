'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useOperation } from '@/components/data/use-operation';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { StartScoringMutation } from '@/graphql/generated/operations/graphql';

const StartScoring = graphql(`
  mutation StartScoring($input: StartScoringInput!) {
    startScoring(input: $input) {
      scoringRun {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: StartScoringMutation) => result.startScoring;

type ScoreAgainButtonProps = Readonly<{ projectId: string; documentCount: number }>;

export function ScoreAgainButton({ projectId, documentCount }: ScoreAgainButtonProps) {
  const router = useRouter();
  const { run } = useOperation(StartScoring, pick);
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());
  const start = async () => {
    if (await run({ input: { projectId, idempotencyKey } })) {
      showToast({ message: `Scoring ${formatCount(documentCount)} documents again` });
    } else {
      showFailure({ message: 'Scoring was not started', detail: 'Try again in a moment.' });
    }
    setKey(crypto.randomUUID());
    router.refresh();
  };
  return (
    <AlertDialog
      title="Score every document again?"
      description={`A new run over ${formatCount(documentCount)} documents with the model that the workers have open. Overrides stay; the list is ranked by the new scores as they come.`}
      confirmLabel="Score again"
      onConfirm={start}
      trigger={<Button>Score again</Button>}
    />
  );
}
