'use client';

import { useState } from 'react';
import type { RecalibrationProject } from '@/components/recalibration/recalibration-types';
import { errorWords, KINDS, thresholdLost } from '@/components/recalibration/recalibration-words';
import { RerankProgress } from '@/components/recalibration/rerank-progress';
import type { ChangeOfScale } from '@/components/recalibration/use-change-of-scale';
import { Section } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { showFailure } from '@/components/ui/toast';
import type { RecalibrationLineFragment } from '@/graphql/generated/operations/graphql';

type InForceProps = Readonly<{ project: RecalibrationProject; scale: ChangeOfScale; mayApply: boolean }>;

/** What documents are ranked by now, how far the ranking has followed, and the way back. */
export function InForce({ project, scale, mayApply }: InForceProps) {
  const { recalibration, rerank } = project;
  return (
    <Section
      title="In force"
      {...(recalibration && mayApply ? { actions: <TakeBack scale={scale} /> } : {})}
      hint={recalibration ? undefined : 'None: documents are ranked by the model’s own scores, overrides apart.'}
    >
      {recalibration ? <Facts recalibration={recalibration} /> : null}
      {recalibration?.staleReason ? (
        <Notice className="mt-4" title={`Recalibration ${recalibration.version} is stale`}>
          {recalibration.staleReason}
        </Notice>
      ) : null}
      {rerank ? <RerankProgress key={rerank.createdAt} rerank={rerank} /> : null}
      {recalibration && mayApply ? <LostByTakingBack project={project} /> : null}
    </Section>
  );
}

function Facts({ recalibration }: Readonly<{ recalibration: RecalibrationLineFragment }>) {
  const { version, kind, labelled, before, after, sample, model, createdAt, createdBy } = recalibration;
  return (
    <DescriptionList
      className="max-w-3xl"
      items={[
        { term: 'Version', detail: `${version}, ${KINDS[kind].name.toLowerCase()}` },
        {
          term: 'Fitted to',
          detail: `${formatCount(labelled)} rated documents of the sample of ${sample.createdAt.slice(0, 10)}`,
        },
        {
          term: 'Mean squared error',
          detail: `${errorWords(before.mse)} before, ${errorWords(after.mse)} after, n ${formatCount(after.mse.n)}`,
        },
        {
          term: 'Maps scores of',
          detail: model ? (
            <bdi title={model.revision}>{`${model.name}, ${model.revision.slice(0, 12)}`}</bdi>
          ) : (
            'no model of this installation'
          ),
        },
        {
          term: 'Made',
          detail: (
            <>
              {`${createdAt.slice(0, 10)} by `}
              <bdi>{createdBy.name}</bdi>
            </>
          ),
        },
      ]}
    />
  );
}

/** Done at once: it can be undone from its toast. */
function TakeBack({ scale }: Readonly<{ scale: ChangeOfScale }>) {
  const [isRunning, setRunning] = useState(false);
  const takeBack = async () => {
    setRunning(true);
    try {
      await scale.put(null);
    } catch (fault) {
      showFailure({
        message: 'The recalibration was not taken back',
        detail: fault instanceof Error ? fault.message : 'Try again in a moment.',
      });
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button loading={isRunning} onClick={takeBack}>
      Take back
    </Button>
  );
}

function LostByTakingBack({ project }: Readonly<{ project: RecalibrationProject }>) {
  const lost = thresholdLost(project.activeCalibration, null);
  return lost ? <p className="mt-3 max-w-prose text-ink-muted text-sm">Taking it back: {lost}</p> : null;
}
