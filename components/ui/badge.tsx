import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

const TONES = {
  neutral: 'bg-sunken text-ink-muted ring-line',
  accent: 'bg-accent-soft text-accent-text ring-transparent',
  wrong: 'bg-wrong-soft text-wrong ring-transparent',
  correct: 'bg-correct-soft text-correct ring-transparent',
} as const;

type BadgeProps = Readonly<{ tone?: keyof typeof TONES; icon?: ReactNode; className?: string; children: ReactNode }>;

/** A state in one or two words. Wrong and correct are for failures and their opposite, never for low and high. */
export function Badge({ tone = 'neutral', icon, className, children }: BadgeProps) {
  return (
    <span
      className={mergeClasses(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-semibold text-xs ring-1 ring-inset [&_svg]:size-3',
        TONES[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

type TagProps = Readonly<{ children: string; onRemove?: () => void; className?: string }>;

/** A word that people have put on something, removable where they may. */
export function Tag({ children, onRemove, className }: TagProps) {
  return (
    <span
      className={mergeClasses(
        'inline-flex h-6 max-w-full items-center rounded-full bg-sunken pl-2.5 text-ink-muted text-sm ring-1 ring-line ring-inset',
        onRemove ? 'pr-0 pointer-coarse:h-11' : 'pr-2.5',
        className,
      )}
    >
      <bdi className="truncate">{children}</bdi>
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove tag ${children}`}
          onClick={onRemove}
          className="inline-flex size-6 items-center justify-center rounded-full pointer-coarse:size-11 hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </span>
  );
}
