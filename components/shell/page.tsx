import type { ReactNode } from 'react';
import { BrandMark } from '@/components/shell/brand';
import { mergeClasses } from '@/components/ui/merge-classes';

type PageProps = Readonly<{
  title: string;
  /** One line: what this page is for, or its state in numbers. */
  summary?: ReactNode;
  actions?: ReactNode;
  /** `text` keeps forms and prose narrow, `wide` is for tables and charts. */
  measure?: 'text' | 'wide';
  children: ReactNode;
}>;

/** An ordinary page: one heading, its actions, its sections. The list and the reader use SplitView instead. */
export function Page({ title, summary, actions, measure = 'wide', children }: PageProps) {
  return (
    <div
      className={mergeClasses(
        'w-full px-4 pt-5 pb-12 sm:px-6 lg:px-8',
        measure === 'text' ? 'max-w-3xl' : 'max-w-[1200px]',
      )}
    >
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="font-semibold text-xl">
            <bdi>{title}</bdi>
          </h1>
          {summary ? <p className="mt-0.5 text-ink-muted">{summary}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

type SectionProps = Readonly<{
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}>;

/** A part of a page, set apart by space and a heading, not by a box. */
export function Section({ title, hint, actions, className, children }: SectionProps) {
  return (
    <section className={mergeClasses('mb-10', className)}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="font-semibold text-lg">{title}</h2>
          {hint ? <p className="max-w-prose text-ink-muted">{hint}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}

/** A page outside the frame: first run, sign-in, an invitation. One column, one matter. */
export function NarrowPage({
  title,
  summary,
  children,
}: Readonly<{ title: string; summary?: ReactNode; children: ReactNode }>) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh w-full max-w-sm flex-col px-5 pt-[14dvh] pb-10">
      <p className="mb-8 flex items-center gap-2 font-semibold text-lg">
        <BrandMark />
        Winnow
      </p>
      <h1 className="font-semibold text-xl">{title}</h1>
      {summary ? <p className="mt-1 text-ink-muted">{summary}</p> : null}
      <div className="mt-6 flex flex-col gap-4">{children}</div>
    </main>
  );
}
