'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { StartSecondLook } from '@/components/reliability/second-look-query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/page-states';
import type { StartSecondLookMutation } from '@/graphql/generated/operations/graphql';

const pickStart = ({ startSecondLook }: StartSecondLookMutation) => startSecondLook;

/** Begins a second look and leads to it. */
export function StartSecondLookButton({ sampleId, href }: Readonly<{ sampleId: string; href: string }>) {
  const router = useRouter();
  const { run, isRunning, errors } = useOperation(StartSecondLook, pickStart);
  const start = async () => {
    if (!(await run({ input: { sampleId } }))) return;
    router.push(href);
    router.refresh();
  };
  return (
    <div>
      <Button variant="primary" loading={isRunning} onClick={start}>
        Look again without scores
      </Button>
      {errors.map(({ message }) => (
        <Notice key={message} tone="wrong" className="mt-3">
          {message}
        </Notice>
      ))}
    </div>
  );
}
