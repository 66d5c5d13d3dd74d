'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTransition } from 'react';

/** Choices that stand in the address, so that what is looked at can be sent to a colleague. */
export function useAddress() {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [isPending, startTransition] = useTransition();
  /** Puts the values in place of those of that name, and takes other names out that mean nothing any more. */
  const choose = (name: string, values: readonly string[], forgotten: readonly string[] = []) => {
    const next = new URLSearchParams(search);
    for (const gone of [name, ...forgotten]) next.delete(gone);
    for (const value of values) next.append(name, value);
    const query = next.toString();
    startTransition(() => router.replace(query ? `${path}?${query}` : path, { scroll: false }));
  };
  return { choose, isPending };
}
