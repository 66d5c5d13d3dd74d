'use client';

import { useEffect } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { digestOf } from '@/components/ui/error-digest';
import { ErrorState } from '@/components/ui/page-states';

export default function PageError({ error, retry }: Readonly<{ error: unknown; retry: () => void }>) {
  useEffect(() => console.error(error), [error]);
  return (
    <main id="main" className="py-10">
      <ErrorState
        level={1}
        title="This page could not be shown"
        requestId={digestOf(error)}
        action={
          <>
            <Button variant="primary" onClick={retry}>
              Try again
            </Button>
            <ButtonLink href="/">Go to your projects</ButtonLink>
          </>
        }
      >
        Nothing you saved is lost. Try again; if it stays, the number below finds the cause in the server’s log.
      </ErrorState>
    </main>
  );
}
