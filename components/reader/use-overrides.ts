'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { OverrideDesk } from '@/components/reader/override-desk';

/** The overrides of this sitting: given, sent in order, taken back. `onRescored` hears of each the moment it shows. */
export function useOverrides(projectId: string, onRescored: (documentId: string) => void) {
  const client = useQueryClient();
  const [desk] = useState(() => new OverrideDesk(client, projectId, onRescored));
  const conflict = useSyncExternalStore(desk.subscribe, desk.readConflict, desk.readConflict);
  return { desk, conflict };
}
