'use client';

import { Sparkles } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { CreateSampleProjectMutation } from '@/graphql/generated/operations/graphql';

const CreateSampleProject = graphql(`
  mutation CreateSampleProject($input: CreateSampleProjectInput!) {
    createSampleProject(input: $input) {
      project {
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
const pick = (result: CreateSampleProjectMutation) => result.createSampleProject;

type SampleProjectButtonProps = Readonly<{ teamId: string; variant?: 'primary' | 'secondary' }>;

/** One click to a project that shows what all of this is for. */
export function SampleProjectButton({ teamId, variant = 'secondary' }: SampleProjectButtonProps) {
  const router = useRouter();
  const { run, isRunning } = useOperation(CreateSampleProject, pick);
  // The same key for a second click: it opens the project that the first one made.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const create = async () => {
    const payload = await run({ input: { teamId, idempotencyKey } });
    if (!payload?.project) {
      showFailure({ message: 'The sample project was not made', detail: 'Try again in a moment.' });
      return;
    }
    router.push(`/projects/${payload.project.id}`);
    router.refresh();
  };
  return (
    <Button variant={variant} icon={<Sparkles aria-hidden />} loading={isRunning} onClick={create}>
      Try the sample project
    </Button>
  );
}
