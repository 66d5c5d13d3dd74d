import type { ReactNode } from 'react';
import { failureSentence } from '@/components/reader/provenance';
import type { Sentences } from '@/components/reader/use-sentences';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/page-states';
import { Spinner } from '@/components/ui/spinner';

type SentenceNoticeProps = Readonly<{ sentences: Sentences; isScored: boolean; mayRequest: boolean }>;

/** Why there is no tint yet, or none to come; nothing once the sentences are scored. */
export function SentenceNotice({ sentences, isScored, mayRequest }: SentenceNoticeProps) {
  const { scores, problem, retry } = sentences;
  if (problem) return <Failed message={problem} onRetry={retry} />;
  if (scores?.state === 'FAILED')
    return <Failed message={reasonOf(scores.failureCode)} onRetry={mayRequest ? retry : null} />;
  if (scores?.state === 'READY') {
    return scores.sentences.length > 0 ? null : <Said>There is no sentence in this text to score.</Said>;
  }
  if (scores === null) return <Said />;
  if (!isScored) return <Said>Its sentences are scored once the document has a score of the model.</Said>;
  if (scores?.state === 'NOT_REQUESTED' && !mayRequest) {
    return <Said>Nobody has had the sentences of this document scored yet. Reviewers can.</Said>;
  }
  return (
    <Said>
      <span className="inline-flex items-center gap-2">
        <Spinner /> The sentences are being scored. They are marked here when they are done.
      </span>
    </Said>
  );
}

/** As high as the bar that takes its place, so that the text stays where it is. */
function Said({ children }: Readonly<{ children?: ReactNode }>) {
  return (
    <p role="status" className="mt-6 -mb-4 min-h-[3.75rem] text-ink-muted">
      {children}
    </p>
  );
}

function Failed({ message, onRetry }: Readonly<{ message: string; onRetry: (() => void) | null }>) {
  return (
    <Notice
      live
      tone="wrong"
      className="mt-6"
      title="The sentences were not scored"
      action={
        onRetry ? (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        ) : null
      }
    >
      {message}
    </Notice>
  );
}

function reasonOf(code: string | null | undefined): string {
  if (code === 'OTHER_MODEL') {
    return 'The workers have another model, or another precision of it, than the one that scored this document. Score the project again first.';
  }
  return failureSentence(code);
}
