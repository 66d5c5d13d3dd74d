'use client';

import { useMemo, useState } from 'react';
import { IntervalDots, type IntervalRow } from '@/components/charts/interval-dots';
import { RecalibrationCurve } from '@/components/charts/recalibration-curve';
import { ApplyKind } from '@/components/recalibration/apply-kind';
import { KindNotices } from '@/components/recalibration/kind-notices';
import { KindTable } from '@/components/recalibration/kind-table';
import type {
  Candidate,
  RatedSample,
  RecalibrationChoice,
  RecalibrationProject,
} from '@/components/recalibration/recalibration-types';
import { changeSentences, formatError, KINDS } from '@/components/recalibration/recalibration-words';
import type { ChangeOfScale } from '@/components/recalibration/use-change-of-scale';
import { Section } from '@/components/shell/page';
import { formatCount } from '@/components/ui/format-number';
import type { ComparedKind } from '@/graphql/generated/operations/graphql';

export type KindChoiceProps = Readonly<{
  choice: RecalibrationChoice;
  project: RecalibrationProject;
  sample: RatedSample;
  scale: ChangeOfScale;
  mayApply: boolean;
}>;

/** Every kind beside the others; the chosen one is drawn, told in words, and may be applied. */
export function KindChoice({ choice, project, sample, scale, mayApply }: KindChoiceProps) {
  const [picked, setPicked] = useState<ComparedKind | null>(null);
  const { labelled, kinds, folds, recommended, points } = choice;
  const kind = kinds.some((candidate) => candidate.kind === picked && candidate.errors) ? picked : recommended;
  const chosen = kinds.find((candidate) => candidate.kind === kind);
  const asTheyAre = kinds.find((candidate) => candidate.kind === 'IDENTITY')?.errors;
  const rows = useMemo(() => toRows(kinds), [kinds]);
  const top = Math.max(0.1, ...rows.map(({ high }) => high));
  const weighed = sample.kind === 'STRATIFIED' ? ' Labels count alike, not by their strata.' : '';
  const held = folds > 1 ? ` Errors are measured on ratings that had no part in the fit, in ${folds} folds.` : '';
  return (
    <>
      <Section title="Which map fits the ratings?" hint={`From ${documents(labelled)} of the sample.${held}${weighed}`}>
        <KindNotices projectId={project.id} sampleId={sample.id} choice={choice} />
        {kinds.length > 0 ? <KindTable choice={choice} kind={kind ?? recommended} onKindChange={setPicked} /> : null}
      </Section>
      {chosen && asTheyAre ? (
        <Section
          title={KINDS[chosen.kind].name}
          hint={KINDS[chosen.kind].meaning}
          {...(mayApply && chosen.errors && chosen.kind !== 'IDENTITY'
            ? {
                actions: (
                  <ApplyKind
                    kind={chosen.kind}
                    isRecommended={chosen.kind === recommended}
                    labelled={labelled}
                    sampleId={sample.id}
                    project={project}
                    scale={scale}
                  />
                ),
              }
            : {})}
        >
          {mayApply || chosen.kind === 'IDENTITY' ? null : (
            <p className="mb-3 text-ink-muted text-sm">Owners and admins of the team may apply it.</p>
          )}
          {chosen.errors && chosen.kind !== 'IDENTITY' ? (
            <ul className="mb-6 flex max-w-prose flex-col gap-1 tabular-nums">
              {changeSentences(asTheyAre, chosen.errors).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          ) : null}
          <div className="grid gap-x-10 gap-y-9 lg:grid-cols-2">
            <RecalibrationCurve
              title="Where do experts put what the model scored?"
              summary={curveSummary(chosen, points.length, labelled)}
              points={points}
              curve={chosen.kind === 'IDENTITY' ? [] : chosen.curve}
              curveLabel={KINDS[chosen.kind].name}
              fileName={`recalibration-${chosen.kind.toLowerCase()}`}
            />
            <IntervalDots
              title="How far from the ratings is each?"
              summary={`Mean squared error with its 95 % interval, n ${formatCount(labelled)}. Less is better.`}
              rows={rows}
              domain={[0, top]}
              format={(value) => formatError(value)}
              formatTick={(value) => String(value)}
              fileName="recalibration-errors"
            />
          </div>
        </Section>
      ) : null}
    </>
  );
}

function documents(count: number): string {
  return count === 1 ? 'one rated document' : `${formatCount(count)} rated documents`;
}

function toRows(kinds: readonly Candidate[]): IntervalRow[] {
  return kinds.flatMap(({ kind, errors }) => {
    const { value, lower, upper, n } = errors?.mse ?? { value: null, lower: null, upper: null, n: 0 };
    return value === null || lower === null || upper === null
      ? []
      : [{ label: KINDS[kind].name, estimate: value, low: lower, high: upper, n }];
  });
}

function curveSummary({ kind }: Candidate, drawn: number, labelled: number): string {
  const shown = drawn < labelled ? `${formatCount(drawn)} of ${formatCount(labelled)}` : formatCount(drawn);
  const dots = `A dot is a rated document, ${shown} in all.`;
  return kind === 'IDENTITY'
    ? `${dots} On the broken line score and rating agree.`
    : `${dots} The line is what a score becomes; where it leaves the broken one, scores move.`;
}
