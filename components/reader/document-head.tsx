import { ExternalLink } from 'lucide-react';
import type { DocumentTextView } from '@/components/reader/document-text';
import { doiUrl, hostOf, pubmedUrl, safeUrl } from '@/components/reader/safe-link';
import { mergeClasses } from '@/components/ui/merge-classes';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

const SHOWN_AUTHORS = 12;
/** Longer titles are set smaller, so that the text still begins on the first screen. */
const LONG_TITLE = 180;

/** Title, authors, where it was published, and the ways to it. */
export function DocumentHead({ standing, text }: Readonly<{ standing: StandingFragment; text: DocumentTextView }>) {
  const published = [text.journal, standing.year === null ? null : String(standing.year)].filter(Boolean);
  return (
    <header>
      <h2
        dir="auto"
        className={mergeClasses(
          'font-semibold font-serif [overflow-wrap:anywhere]',
          (standing.title?.length ?? 0) > LONG_TITLE ? 'text-lg' : 'text-2xl',
        )}
      >
        {standing.title || <span className="text-ink-muted italic">No title</span>}
      </h2>
      {text.authors.length > 0 ? (
        <p dir="auto" className="mt-2 text-ink-muted">
          {authorsSentence(text.authors)}
        </p>
      ) : null}
      <p className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-muted">
        {published.length > 0 ? <bdi>{published.join(', ')}</bdi> : null}
        <bdi>{standing.collection.name}</bdi>
        {standing.externalId ? <bdi className="[overflow-wrap:anywhere]">{standing.externalId}</bdi> : null}
        <Links text={text} />
      </p>
    </header>
  );
}

function Links({ text }: Readonly<{ text: DocumentTextView }>) {
  const [doi, pubmed, url] = [doiUrl(text.doi), pubmedUrl(text.pmid), safeUrl(text.url)];
  return (
    <>
      {doi ? <OutLink href={doi} label={`DOI ${text.doi}`} /> : null}
      {pubmed ? <OutLink href={pubmed} label={`PubMed ${text.pmid}`} /> : null}
      {url ? <OutLink href={url} label={hostOf(url)} /> : null}
    </>
  );
}

function OutLink({ href, label }: Readonly<{ href: string; label: string }>) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-w-0 max-w-full items-center gap-1 text-accent-text underline decoration-1 underline-offset-2 hover:decoration-2"
    >
      <bdi className="truncate">{label}</bdi>
      <ExternalLink aria-hidden className="size-3.5 shrink-0" />
      <span className="visually-hidden">, opens another page</span>
    </a>
  );
}

function authorsSentence(authors: readonly string[]): string {
  const more = authors.length - SHOWN_AUTHORS;
  const shown = authors.slice(0, SHOWN_AUTHORS).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
