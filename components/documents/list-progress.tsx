import type { ProjectView } from '@/components/documents/read-documents';
import { formatCount } from '@/components/ui/format-number';
import { progressSentence } from '@/components/ui/progress';

/** Scoring as it goes, in a bar and a line; nothing when nothing waits. Stopping it is the overview's. */
export function ListProgress({ project }: Readonly<{ project: Pick<ProjectView, 'progress' | 'scoringRun'> }>) {
  const { progress, scoringRun } = project;
  if (progress.pending === 0) return null;
  const total = progress.documents - progress.duplicates;
  const done = progress.scored + progress.failed;
  const failures = progress.failed > 0 ? `, ${formatCount(progress.failed)} could not be` : '';
  const rate = progress.scoredPerSecond ?? 0;
  const counts = { done: progress.scored, total, unit: `scored${failures}` };
  const isStopped = scoringRun?.status === 'CANCELLED';
  const sentence = progressSentence(
    rate > 0 && !isStopped ? { ...counts, rate, secondsLeft: progress.pending / rate } : counts,
  );
  return (
    <div className="flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label="Scoring documents"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={sentence}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${(100 * done) / Math.max(1, total)}%` }} />
      </div>
      <p className="truncate text-ink-muted text-sm">{isStopped ? `${sentence} · scoring was stopped` : sentence}</p>
    </div>
  );
}
