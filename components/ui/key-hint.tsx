import { Fragment } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

const NAMES: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

/** The keys of a shortcut as the keyboard shows them: `mod+k`, `shift+1`, `j`. */
export function KeyHint({ keys, className }: Readonly<{ keys: string; className?: string }>) {
  return (
    <span className={mergeClasses('inline-flex items-center gap-0.5', className)}>
      {keys.split('+').map((key) => (
        <Fragment key={key}>
          <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-ink-muted text-xs">
            {NAMES[key] ?? (keys.includes('mod+') ? key.toUpperCase() : key)}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}
