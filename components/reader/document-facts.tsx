import type { DocumentTextView } from '@/components/reader/document-text';
import { metadataFacts } from '@/components/reader/metadata-facts';
import { formatMoment } from '@/components/reader/score-panel';
import { Tag } from '@/components/ui/badge';
import { DescriptionList } from '@/components/ui/description-list';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

/** Keywords in view; every other field of the source a press away. */
export function DocumentFacts({ standing, text }: Readonly<{ standing: StandingFragment; text: DocumentTextView }>) {
  const facts = [
    ...(standing.externalId ? [{ term: 'Own id', detail: standing.externalId }] : []),
    { term: 'Collection', detail: standing.collection.name },
    ...(standing.language ? [{ term: 'Language', detail: standing.language }] : []),
    { term: 'Brought in', detail: formatMoment(standing.createdAt) },
    ...metadataFacts(text.metadata),
  ];
  return (
    <>
      {text.keywords.length > 0 ? (
        <section aria-label="Keywords" className="mt-10">
          <h3 className="mb-2 font-semibold text-lg">Keywords</h3>
          <ul className="flex flex-wrap gap-1.5">
            {[...new Set(text.keywords)].map((keyword) => (
              <li key={keyword} className="max-w-full">
                <Tag>{keyword}</Tag>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <details className="mt-10">
        <summary className="font-semibold text-lg">Fields of the source</summary>
        <DescriptionList
          className="mt-3"
          items={facts.map(({ term, detail }) => ({ term, detail: <Value text={detail} /> }))}
        />
      </details>
    </>
  );
}

function Value({ text }: Readonly<{ text: string }>) {
  return (
    <span dir="auto" className="block whitespace-pre-wrap">
      {text}
    </span>
  );
}
