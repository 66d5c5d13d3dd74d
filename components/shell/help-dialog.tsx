'use client';

import { type Shortcut, useShortcutSettings } from '@/components/shell/use-shortcuts';
import { Dialog } from '@/components/ui/dialog';
import { KeyHint } from '@/components/ui/key-hint';
import { Switch } from '@/components/ui/switch';

/** The keys that work on this page now, and the switch that turns the single ones off. */
export function HelpDialog({ open, onOpenChange }: Readonly<{ open: boolean; onOpenChange: (open: boolean) => void }>) {
  const { listed, enabled, setEnabled } = useShortcutSettings();
  return (
    <Dialog title="Keys" open={open} onOpenChange={onOpenChange} size="medium">
      <Switch
        label="Single-key shortcuts"
        hint="Off, only those with Ctrl or Cmd answer. Kept in this browser."
        checked={enabled}
        onCheckedChange={setEnabled}
        className="mb-4 rounded-lg bg-sunken px-3 py-2"
      />
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {groupShortcuts(listed).map(([group, shortcuts]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-ink-faint text-sm">{group}</h3>
            <dl className="flex flex-col">
              {shortcuts.map((shortcut) => (
                <div key={shortcut.label} className="flex min-h-7 items-center justify-between gap-4">
                  <dt>{shortcut.label}</dt>
                  <dd className="flex items-center gap-1.5">
                    {shortcut.keys.split(' ').map((keys, index) => (
                      <span key={keys} className="flex items-center gap-1.5">
                        {index > 0 ? <span className="text-ink-faint text-sm">or</span> : null}
                        <KeyHint keys={keys} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function groupShortcuts(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    const members = groups.get(shortcut.group) ?? [];
    if (!members.some(({ label }) => label === shortcut.label)) members.push(shortcut);
    groups.set(shortcut.group, members);
  }
  return [...groups];
}
