import type { Curve } from '@/components/threshold/read-point';
import { Notice } from '@/components/ui/page-states';

const WORDS: Readonly<Record<Curve['notices'][number], readonly [title: string, words: string]>> = {
  NO_RELEVANT_LABELS: [
    'No rated document is relevant',
    'Recall is not defined without one, and no threshold can be certified. Rate more of the sample, or lower the relevance cut in the settings.',
  ],
  NO_IRRELEVANT_LABELS: [
    'Every rated document is relevant',
    'Every threshold looks precise, and there is no curve of errors. Rate more of the sample, or raise the relevance cut in the settings.',
  ],
  ALL_SCORES_EQUAL: [
    'All rated documents have the same score',
    'A threshold can only take all of them or none: the ratings do not tell one from another.',
  ],
  STRATUM_UNRATED: [
    'A stratum of this sample has no rating yet',
    'What it holds is unknown, so the sample cannot be weighed and no figure has a value. Rate some of every stratum.',
  ],
};

/** What the labels cannot say, and what would help. */
export function CurveNotices({ notices }: Readonly<{ notices: Curve['notices'] }>) {
  return notices.map((notice) => (
    <Notice key={notice} title={WORDS[notice][0]} className="mb-6">
      {WORDS[notice][1]}
    </Notice>
  ));
}
