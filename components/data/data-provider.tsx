'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { RequestFault } from '@/components/data/request';

/** What this browser has read, kept for a while and read again when the server says it has changed. */
export function DataProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { staleTime: 15_000, refetchOnWindowFocus: false, retry: mayTryAgain },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Only what a second attempt can mend: a lost line or a database that is coming back. */
function mayTryAgain(attempts: number, error: Error): boolean {
  return (
    attempts < 4 &&
    error instanceof RequestFault &&
    ['UNREACHABLE', 'DATABASE_UNAVAILABLE', 'NO_ANSWER'].includes(error.code)
  );
}
