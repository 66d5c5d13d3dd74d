import { mergeClasses } from '@/components/ui/merge-classes';

type RowState = Readonly<{
  /** Checked for a bulk action. */
  selected?: boolean;
  /** The one that the keys act on. */
  current?: boolean;
  /** Not included by the threshold in force. */
  below?: boolean;
}>;

/**
 * A row of a list: 36 px (48 under a finger), hairline below. The current one carries a bar at its edge, which is
 * seen without colour. For `<li>`, `<div role="row">` or a link that fills the row.
 */
export function rowStyles({ selected = false, current = false, below = false }: RowState = {}): string {
  return mergeClasses(
    'row relative flex w-full min-w-0 items-center gap-3 border-line border-b px-3 text-left hover:bg-hover focus-visible:outline-offset-[-2px]',
    below && 'text-ink-muted',
    selected && 'bg-accent-soft hover:bg-accent-soft',
    current &&
      'bg-hover before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent aria-selected:bg-accent-soft',
    current && selected && 'bg-accent-soft',
  );
}
