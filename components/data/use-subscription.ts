'use client';

import { createClient } from 'graphql-sse';
import { useEffect, useEffectEvent, useState } from 'react';
import type { TypedDocumentString } from '@/graphql/generated/operations/graphql';

/**
 * Calls back with whatever the server tells, and says whether the line is open. A cut line is taken up again by
 * itself; what was missed meanwhile is told by one callback with null. `document` must be stable.
 */
export function useSubscription<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  onData: (data: Result | null) => void,
): boolean {
  const tell = useEffectEvent(onData);
  const [isOpen, setIsOpen] = useState(false);
  const key = JSON.stringify(variables);
  useEffect(() => {
    const client = createClient({
      url: '/api/graphql',
      retryAttempts: Number.POSITIVE_INFINITY,
      retry: async (retries) => wait(Math.min(1000 * 2 ** retries, 30_000)),
    });
    let wasOpen = false;
    const close = client.subscribe<Result>(
      { query: document.toString(), variables: JSON.parse(key) },
      {
        next: ({ data }) => data && tell(data),
        error: () => setIsOpen(false),
        complete: () => setIsOpen(false),
      },
      {
        connected: () => {
          setIsOpen(true);
          if (wasOpen) tell(null);
          wasOpen = true;
        },
      },
    );
    return () => {
      close();
      client.dispose();
    };
  }, [document, key]);
  return isOpen;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
