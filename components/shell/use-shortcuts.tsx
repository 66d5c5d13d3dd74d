'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import {
  belongsToTarget,
  isCharacterShortcut,
  type KeyTarget,
  matchesShortcut,
} from '@/components/shell/shortcut-keys';

export type Shortcut = Readonly<{
  /** `j`, `?`, `shift+1`, `mod+k`, `enter`. Several for one act are listed with a space: `o enter`. */
  keys: string;
  /** What it does, for the help: "Next document". */
  label: string;
  /** Where it is listed in the help: "List". */
  group: string;
  run: (event: KeyboardEvent) => void;
  disabled?: boolean;
}>;

type Registry = Readonly<{
  register: (owner: string, shortcuts: readonly Shortcut[]) => void;
  unregister: (owner: string) => void;
  listed: readonly Shortcut[];
  enabled: boolean;
  setEnabled: (enabled: boolean) => void;
}>;

const RegistryContext = createContext<Registry | null>(null);
const STORAGE_KEY = 'winnow-shortcuts';
const CHANGED = 'winnow-shortcuts-changed';

/** Hears the keyboard for the whole page; what registered last is asked first. */
export function ShortcutsProvider({ children }: Readonly<{ children: ReactNode }>) {
  const owners = useRef(new Map<string, readonly Shortcut[]>());
  const [listed, setListed] = useState<readonly Shortcut[]>([]);
  const enabled = useSyncExternalStore(watchPreference, readPreference, () => true);

  const register = useCallback((owner: string, shortcuts: readonly Shortcut[]) => {
    const before = owners.current.get(owner);
    owners.current.set(owner, shortcuts);
    if (!before || !isSameListing(before, shortcuts)) setListed([...owners.current.values()].flat());
  }, []);
  const unregister = useCallback((owner: string) => {
    owners.current.delete(owner);
    setListed([...owners.current.values()].flat());
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = describeTarget(event.target);
      const hit = [...owners.current.values()]
        .reverse()
        .flat()
        .find((shortcut) => !shortcut.disabled && isMeant(shortcut, event, target, enabled));
      if (!hit) return;
      event.preventDefault();
      hit.run(event);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);

  const registry = useMemo(
    () => ({ register, unregister, listed, enabled, setEnabled: writePreference }),
    [register, unregister, listed, enabled],
  );
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/**
 * Puts keys to work while the component is on the page, and lists them in the help. They do nothing while somebody
 * types, in a dialog or a menu, or when single keys are switched off.
 *
 * Registered with the commit that shows the component, not after it: a key between the two would be lost, or act on
 * what was shown before.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const owner = useId();
  const registry = useContext(RegistryContext);
  const register = registry?.register;
  const unregister = registry?.unregister;
  useLayoutEffect(() => register?.(owner, shortcuts), [register, owner, shortcuts]);
  useLayoutEffect(() => () => unregister?.(owner), [unregister, owner]);
}

/** What is listed now, and whether single keys are on. */
export function useShortcutSettings(): Readonly<{
  listed: readonly Shortcut[];
  enabled: boolean;
  setEnabled: (enabled: boolean) => void;
}> {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('useShortcutSettings needs the ShortcutsProvider above it.');
  return registry;
}

function isMeant(shortcut: Shortcut, event: KeyboardEvent, target: KeyTarget, enabled: boolean): boolean {
  return shortcut.keys
    .split(' ')
    .some(
      (keys) =>
        matchesShortcut(keys, event) && (enabled || !isCharacterShortcut(keys)) && !belongsToTarget(keys, target),
    );
}

function describeTarget(target: EventTarget | null): KeyTarget {
  if (!(target instanceof HTMLElement)) {
    return { tagName: '', type: '', role: null, isEditable: false, isInLayer: false };
  }
  return {
    tagName: target.tagName,
    type: target instanceof HTMLInputElement ? target.type : '',
    role: target.getAttribute('role'),
    isEditable: target.isContentEditable,
    isInLayer: target.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null,
  };
}

function isSameListing(before: readonly Shortcut[], after: readonly Shortcut[]): boolean {
  const text = (shortcuts: readonly Shortcut[]) =>
    shortcuts.map(({ keys, label, group, disabled }) => [keys, label, group, disabled].join('\t')).join('\n');
  return text(before) === text(after);
}

function readPreference(): boolean {
  return localStorage.getItem(STORAGE_KEY) !== 'off';
}

function writePreference(enabled: boolean): void {
  localStorage.setItem(STORAGE_KEY, enabled ? 'on' : 'off');
  window.dispatchEvent(new Event(CHANGED));
}

function watchPreference(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', onChange);
  };
}
