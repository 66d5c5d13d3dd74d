import { labelWord } from '@/components/reader/label-words';
import { DescriptionList } from '@/components/ui/description-list';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

/** What other reviews have said, as what it is: beside the team's own word, never in its place. */
export function ReferenceLabels({ labels }: Readonly<{ labels: StandingFragment['referenceLabels'] }>) {
  if (labels.length === 0) return null;
  return (
    <section aria-label="Labels of other reviews" className="mt-10">
      <h3 className="font-semibold text-lg">Labels of other reviews</h3>
      <p className="text-ink-muted text-sm">They came with a file. They rank nothing and are in no certificate.</p>
      <DescriptionList
        className="mt-3"
        items={labels.map(({ source, value, raw }) => ({
          term: source.name,
          detail: (
            <>
              {labelWord(source.kind, value)}
              {raw.trim() === String(value) ? null : (
                <span className="text-ink-muted">
                  , written <bdi>{raw}</bdi>
                </span>
              )}
            </>
          ),
        }))}
      />
    </section>
  );
}
