'use client';

import type { ReactNode } from 'react';
import { ShortcutsProvider } from '@/components/shell/use-shortcuts';
import { Toaster } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';

/** What every page has around it: tooltips that know of each other, the keyboard, and a place for toasts. */
export function Providers({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <TooltipProvider>
      <ShortcutsProvider>{children}</ShortcutsProvider>
      <Toaster />
    </TooltipProvider>
  );
}
