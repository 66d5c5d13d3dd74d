'use client';

import { SlidersHorizontal, Undo2 } from 'lucide-react';
import { type ReactNode, useRef, useState, useSyncExternalStore } from 'react';
import type { OverrideDesk } from '@/components/reader/override-desk';
import { ReasonField } from '@/components/reader/reason-field';
import { ScoreStepper } from '@/components/reader/score-stepper';
import { useDockHeight } from '@/components/shell/use-dock-height';
import { IconButton } from '@/components/ui/icon-button';
import { mergeClasses } from '@/components/ui/merge-classes';
import { relevanceStyle } from '@/components/ui/relevance-ramp';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

type RatingDockProps = Readonly<{
  documentId: string;
  /** Null until the document is on the page: the buttons stand where they will stand, and none can be pressed. */
  standing: Pick<StandingFragment, 'overrideScore' | 'rankingScore'> | null;
  desk: OverrideDesk;
  /** What stands over the scores, within reach of the same thumb. */
  above?: ReactNode;
}>;

const SCORES = [1, 2, 3, 4, 5] as const;

/**
 * The scores under the thumb, at the bottom of the reader at every width. Fine steps and the reason stand beside
 * them, or behind a press where there is no room.
 */
export function RatingDock({ documentId, standing, desk, above }: RatingDockProps) {
  const overrideScore = standing?.overrideScore ?? null;
  const from = standing?.rankingScore ?? 3;
  const readReason = () => desk.readDraft(documentId);
  const reason = useSyncExternalStore(desk.subscribe, readReason, readReason);
  const [isWide, setWide] = useState(false);
  const dock = useRef<HTMLDivElement>(null);
  useDockHeight(dock);
  const set = (value: number) => desk.set(documentId, value);
  return (
    <div ref={dock} inert={standing === null} className="inert:opacity-60">
      {above}
      <section aria-label="Set the score" className="border-line-strong border-t bg-surface px-3 py-2 sm:px-4">
        <div className="mx-auto flex max-w-[43rem] flex-col gap-2">
          <div className="flex items-center gap-2">
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame of its own */}
            <div role="group" aria-label="Score" className="flex min-w-0 flex-1 gap-1.5 sm:max-w-72">
              {SCORES.map((score) => (
                <ScoreButton key={score} score={score} isSet={overrideScore === score} onSet={set} />
              ))}
            </div>
            <ScoreStepper key={`${from}`} from={from} inForce={overrideScore} onSet={set} className="max-sm:hidden" />
            <IconButton
              label="Undo"
              keys="u"
              icon={<Undo2 aria-hidden />}
              onClick={() => desk.undo(documentId)}
              className="sm:ml-auto"
            />
            <IconButton
              label={isWide ? 'Fewer controls' : 'Fine steps and reason'}
              icon={<SlidersHorizontal aria-hidden />}
              aria-expanded={isWide}
              onClick={() => setWide(!isWide)}
              className="sm:hidden"
            />
          </div>
          <div className={mergeClasses('flex flex-col gap-2', !isWide && 'max-sm:hidden')}>
            <ScoreStepper
              key={`${from} narrow`}
              from={from}
              inForce={overrideScore}
              onSet={set}
              className="sm:hidden"
            />
            <ReasonField
              reason={reason}
              onChange={(text) => desk.writeDraft(documentId, text)}
              inForce={overrideScore}
              onSave={() => overrideScore !== null && set(overrideScore)}
            />
          </div>
        </div>
      </section>
    </div>
  );
}

function ScoreButton({
  score,
  isSet,
  onSet,
}: Readonly<{ score: number; isSet: boolean; onSet: (score: number) => void }>) {
  return (
    <button
      type="button"
      aria-label={`Set the score to ${score}`}
      aria-pressed={isSet}
      aria-keyshortcuts={String(score)}
      onClick={() => onSet(score)}
      style={relevanceStyle(score)}
      className="control relevance-fill flex min-w-0 flex-1 items-center justify-center rounded-md font-semibold text-lg aria-pressed:outline-2 aria-pressed:outline-ink aria-pressed:outline-offset-1 max-sm:h-11"
    >
      {score}
    </button>
  );
}
