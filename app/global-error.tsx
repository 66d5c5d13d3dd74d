'use client';

import './globals.css';
import { useEffect } from 'react';
import { digestOf } from '@/components/ui/error-digest';

/** Stands in for the root layout itself, so it brings its own html and leans on nothing that may be what failed. */
export default function GlobalError({ error, retry }: Readonly<{ error: unknown; retry: () => void }>) {
  useEffect(() => console.error(error), [error]);
  const digest = digestOf(error);
  return (
    <html lang="en">
      <body>
        <title>Winnow could not be shown</title>
        <main className="mx-auto flex max-w-md flex-col items-start gap-2 px-6 py-24">
          <h1 className="font-semibold text-xl">Winnow could not be shown</h1>
          <p className="text-ink-muted">
            Nothing you saved is lost. Try again; if it stays, the server’s log says why
            {digest ? ` (number ${digest})` : ''}.
          </p>
          <button
            type="button"
            onClick={retry}
            className="control mt-3 rounded-md bg-accent px-3 font-semibold text-accent-ink hover:bg-accent-hover"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
