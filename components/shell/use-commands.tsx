'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useId, useMemo, useState } from 'react';
import type { PaletteCommand } from '@/components/ui/command-palette';

type CommandRegistry = Readonly<{
  commands: readonly PaletteCommand[];
  register: (owner: string, commands: readonly PaletteCommand[]) => void;
  unregister: (owner: string) => void;
}>;

const CommandContext = createContext<CommandRegistry | null>(null);

export function CommandsProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [owners, setOwners] = useState<ReadonlyMap<string, readonly PaletteCommand[]>>(new Map());
  const register = useCallback((owner: string, commands: readonly PaletteCommand[]) => {
    setOwners((before) => new Map(before).set(owner, commands));
  }, []);
  const unregister = useCallback((owner: string) => {
    setOwners((before) => new Map([...before].filter(([key]) => key !== owner)));
  }, []);
  const registry = useMemo(
    () => ({ commands: [...owners.values()].flat(), register, unregister }),
    [owners, register, unregister],
  );
  return <CommandContext value={registry}>{children}</CommandContext>;
}

/**
 * Adds a page's own commands to the palette while it is shown. The list must be stable (useMemo): each new one is
 * registered again.
 */
export function useCommands(commands: readonly PaletteCommand[]): void {
  const owner = useId();
  const registry = useContext(CommandContext);
  const register = registry?.register;
  const unregister = registry?.unregister;
  useEffect(() => {
    register?.(owner, commands);
    return () => unregister?.(owner);
  }, [register, unregister, owner, commands]);
}

export function useRegisteredCommands(): readonly PaletteCommand[] {
  return useContext(CommandContext)?.commands ?? [];
}
