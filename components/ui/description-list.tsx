import { Fragment, type ReactNode } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

type Description = Readonly<{ term: string; detail: ReactNode }>;

/** Facts about one thing: provenance, a run, a token. Stacks on a narrow screen. */
export function DescriptionList({ items, className }: Readonly<{ items: readonly Description[]; className?: string }>) {
  return (
    <dl
      className={mergeClasses(
        'grid grid-cols-1 gap-x-5 gap-y-0.5 sm:grid-cols-[fit-content(40%)_minmax(0,1fr)] sm:gap-y-1.5',
        className,
      )}
    >
      {items.map(({ term, detail }) => (
        <Fragment key={term}>
          <dt className="min-w-28 text-ink-muted [overflow-wrap:anywhere] max-sm:text-sm">{term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere] max-sm:mb-2">{detail}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
