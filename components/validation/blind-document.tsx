import type { RatingItemFragment } from '@/graphql/generated/operations/graphql';

type BlindDocumentProps = Readonly<{ item: RatingItemFragment; question: string }>;

/** A document as a rater must see it: its words and nothing that a model has said of it. */
export function BlindDocument({ item, question }: BlindDocumentProps) {
  const source = [item.authors.slice(0, 6).join(', '), item.journal, item.year].filter(Boolean).join(' · ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
    <section aria-label="Document" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
      <article dir="auto" className="mx-auto max-w-[42rem] px-4 py-6 sm:px-6">
        {question ? (
          <p dir="auto" className="mb-5 border-accent border-l-2 pl-3 text-ink-muted">
            {question}
          </p>
        ) : null}
        {item.title ? (
          <h2 className="mb-2 font-semibold font-serif text-xl leading-tight sm:text-2xl">{item.title}</h2>
        ) : null}
        {source ? <p className="mb-5 text-ink-muted">{source}</p> : null}
        <div className="reading whitespace-pre-line">{item.text || 'This document has no text beyond its title.'}</div>
      </article>
    </section>
  );
}
