import { OverlaidHistogram } from '@/components/charts/overlaid-histogram';
import { type ComparedFeature, distributionWords, fileNameOf } from '@/components/monitor/drift-words';
import { formatCount, formatScore } from '@/components/ui/format-number';

const FEATURES = {
  SCORE: { title: 'Where do the scores lie?', xTitle: 'Score', format: formatScore },
  TOKENS: { title: 'How long are the texts?', xTitle: 'Tokens', format: formatCount },
} as const;

type FeatureHistogramProps = Readonly<{ compared: ComparedFeature; collection: string }>;

/** A feature's distribution among the new documents over that of those the threshold was computed from. */
export function FeatureHistogram({ compared, collection }: FeatureHistogramProps) {
  const { feature, bins } = compared;
  if (bins.length === 0) {
    return (
      <p className="max-w-prose text-ink-muted">
        {`${FEATURES[feature].title} This report was made before distributions were kept; the next one, when the collection has grown, will show it.`}
      </p>
    );
  }
  return (
    <OverlaidHistogram
      {...FEATURES[feature]}
      of={collection}
      summary={distributionWords(compared)}
      bins={bins}
      names={{ reference: 'When saved', current: 'New documents' }}
      fileName={fileNameOf(feature, collection)}
    />
  );
}
