'use client';

import type { RecalibrationProject } from '@/components/recalibration/recalibration-types';
import { KINDS, thresholdLost } from '@/components/recalibration/recalibration-words';
import type { ChangeOfScale } from '@/components/recalibration/use-change-of-scale';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import type { RecalibrationKind } from '@/graphql/generated/operations/graphql';

type ApplyKindProps = Readonly<{
  kind: RecalibrationKind;
  isRecommended: boolean;
  labelled: number;
  sampleId: string;
  project: RecalibrationProject;
  scale: ChangeOfScale;
}>;

/** Asked first: everybody's ranking changes, and a threshold may go out of force. */
export function ApplyKind({ kind, isRecommended, labelled, sampleId, project, scale }: ApplyKindProps) {
  const { scored } = project.progress;
  // A new version has an id that no threshold lies on.
  const lost = thresholdLost(project.activeCalibration, NEW_VERSION);
  const replaced = project.recalibration ? `Recalibration ${project.recalibration.version} goes out of force. ` : '';
  const advised = isRecommended ? '' : 'Another choice came closer to the ratings. ';
  return (
    <AlertDialog
      title={`Apply “${KINDS[kind].name}”?`}
      tone="primary"
      description={
        <>
          {`${advised}Fitted to the ${formatCount(labelled)} rated documents of this sample, kept as a version. ${rankedAnew(scored)} Overrides and the model’s own scores stay. ${replaced}It can be taken back.`}
          {lost ? <strong className="mt-2 block font-semibold text-ink">{lost}</strong> : null}
        </>
      }
      confirmLabel="Apply"
      onConfirm={() => scale.apply(sampleId, kind)}
      trigger={
        <Button variant={isRecommended ? 'primary' : 'secondary'}>{`Apply ${KINDS[kind].name.toLowerCase()}`}</Button>
      }
    />
  );
}

const NEW_VERSION = 'new';

function rankedAnew(scored: number): string {
  return scored === 1
    ? 'The one scored document is ranked anew.'
    : `${formatCount(scored)} scored documents are ranked anew.`;
}
