import type { TagView } from '@/components/review/use-review';

/** A quiet colour beside a tag's name, which alone says what it is. */
export function TagDot({ color }: Readonly<Pick<TagView, 'color'>>) {
  return (
    <span
      aria-hidden
      className="size-2 shrink-0 rounded-full"
      style={{ background: `var(--tag-${color.toLowerCase()})` }}
    />
  );
}
