import type { PreviewDocument } from '@/components/collections/mapping-choices';
import { Badge } from '@/components/ui/badge';
import { formatCount } from '@/components/ui/format-number';

/** What a person would read, before it is there. */
export function MappingDocuments({ documents }: Readonly<{ documents: readonly PreviewDocument[] }>) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold">
        {documents.length === 0 ? 'The first documents' : `The first ${formatCount(documents.length)} as documents`}
      </h3>
      {documents.length === 0 ? (
        <p className="text-ink-muted">The file has a header and no rows under it. An import of it would fail.</p>
      ) : (
        <section
          aria-label="First documents"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
          tabIndex={0}
          className="max-h-[30rem] overflow-y-auto bg-surface px-4 py-1"
        >
          <ol>
            {documents.map((document, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no id, and their order is the file's
              <DocumentItem key={index} document={document} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function DocumentItem({ document }: Readonly<{ document: PreviewDocument }>) {
  const { title, text, isTextShortened, facts, label, otherFields } = document;
  const isEmpty = title === null && text === null;
  return (
    <li className="border-line border-b py-3 last:border-b-0">
      <p dir="auto" className="line-clamp-3 font-semibold font-serif text-lg [overflow-wrap:anywhere]">
        {title ?? (
          <span className="font-normal text-ink-muted italic">{isEmpty ? 'Neither title nor text' : 'No title'}</span>
        )}
      </p>
      {facts.length > 0 ? (
        <p className="line-clamp-2 text-ink-muted text-sm [overflow-wrap:anywhere]">
          <bdi>{facts.join(' · ')}</bdi>
        </p>
      ) : null}
      {text ? (
        <p dir="auto" className="mt-1 line-clamp-4 font-serif [overflow-wrap:anywhere]">
          {text}
          {isTextShortened ? '…' : ''}
        </p>
      ) : null}
      <p className="mt-1.5 flex flex-wrap items-center gap-2 text-ink-muted text-sm">
        {label ? (
          <Badge>
            label <bdi>{label}</bdi>
          </Badge>
        ) : null}
        {isEmpty ? 'Such a record is rejected.' : otherFieldsSentence(otherFields)}
      </p>
    </li>
  );
}

function otherFieldsSentence(count: number): string {
  if (count === 0) return '';
  return `${formatCount(count)} other ${count === 1 ? 'field' : 'fields'} kept`;
}
