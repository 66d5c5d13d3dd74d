'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { scrimStyles } from '@/components/ui/dialog-styles';
import { KeyHint } from '@/components/ui/key-hint';

export type PaletteCommand = Readonly<{
  id: string;
  label: string;
  group: string;
  /** Other words people may type for it. */
  keywords?: readonly string[];
  keys?: string;
  icon?: ReactNode;
  run: () => void;
}>;

type CommandPaletteProps = Readonly<{
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly PaletteCommand[];
  /** For commands that come from the server while one types; called with each change. */
  onQueryChange?: (query: string) => void;
}>;

/** Everything that can be done or reached, by name. */
export function CommandPalette({ open, onOpenChange, commands, onQueryChange }: CommandPaletteProps) {
  const run = (command: PaletteCommand) => {
    onOpenChange(false);
    command.run();
  };
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={scrimStyles} />
        <RadixDialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[10dvh] z-50 mx-auto flex max-h-[min(480px,76dvh)] max-w-xl animate-settle flex-col overflow-hidden rounded-xl bg-raised shadow-dialog focus:outline-none"
        >
          <RadixDialog.Title className="visually-hidden">Commands</RadixDialog.Title>
          <Command label="Commands" loop className="flex min-h-0 flex-col">
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search aria-hidden className="size-4 text-ink-faint" />
              <Command.Input
                placeholder="Go to or do"
                onValueChange={onQueryChange}
                className="h-12 flex-1 bg-transparent text-lg outline-none"
              />
              <KeyHint keys="escape" />
            </div>
            <Command.List className="min-h-0 overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-ink-muted">
                Nothing goes by that name. Try fewer letters.
              </Command.Empty>
              {groupsOf(commands).map(([group, members]) => (
                <Command.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-xs"
                >
                  {members.map((command) => (
                    <Command.Item
                      key={command.id}
                      value={`${command.group} ${command.label} ${command.id}`}
                      keywords={command.keywords ? [...command.keywords] : undefined}
                      onSelect={() => run(command)}
                      className="row flex cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft [&_svg]:size-4 [&_svg]:text-ink-muted"
                    >
                      {command.icon}
                      <span className="min-w-0 flex-1 truncate">{command.label}</span>
                      {command.keys ? <KeyHint keys={command.keys} /> : null}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function groupsOf(commands: readonly PaletteCommand[]): [string, PaletteCommand[]][] {
  const groups = new Map<string, PaletteCommand[]>();
  for (const command of commands) {
    const members = groups.get(command.group);
    if (members) members.push(command);
    else groups.set(command.group, [command]);
  }
  return [...groups];
}
