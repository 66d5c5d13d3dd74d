import { OverlaidHistogram } from '@/components/charts/overlaid-histogram';
import { type ComparedFeature, distributionWords, fileNameOf } from '@/components/monitor/drift-words';
import { formatCount, formatScore } from '@/components/ui/format-number';

const FEATURES = {
  SCORE: { title: 'Where do the scores lie?', xTitle: 'Score', format: formatScore },
  TOKENS: { title: 'How long are the texts?', xTitle: 'Tokens', format: formatCount },
} as const;

type FeatureHistogramsProps = Readonly<{ features: readonly ComparedFeature[]; collection: string }>;

/** Each feature's distribution among the new documents over that of those the threshold was computed from. */
export function FeatureHistograms({ features, collection }: FeatureHistogramsProps) {
  const drawn = features.filter(({ bins }) => bins.length > 0);
  if (drawn.length === 0) {
    return (
      <p className="mt-3 max-w-prose text-ink-muted">
        This report was made before distributions were kept: they are drawn once the collection has grown.
      </p>
    );
  }
  return (
    <div className="mt-5 grid gap-x-10 gap-y-8 lg:grid-cols-2">
      {drawn.map((compared) => (
        <OverlaidHistogram
          key={compared.feature}
          {...FEATURES[compared.feature]}
          of={collection}
          summary={distributionWords(compared)}
          bins={compared.bins}
          names={{ reference: 'When saved', current: 'New documents' }}
          fileName={fileNameOf(compared.feature, collection)}
        />
      ))}
    </div>
  );
}
