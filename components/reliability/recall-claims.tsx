import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { formatCount, formatShare } from '@/components/ui/format-number';
import type { RecallSoFarQuery } from '@/graphql/generated/operations/graphql';

type Recall = NonNullable<RecallSoFarQuery['project']>['recallSoFar'];

/** Three answers to "may we stop?", each named for what it is worth. */
export function RecallClaims({ recall }: Readonly<{ recall: Recall }>) {
  const { elusion, control, buscar } = recall;
  return (
    <ul className="grid gap-6 lg:grid-cols-3">
      <Claim
        name="Control set (QBCB)"
        kind={control.kind}
        answer={controlAnswer(recall)}
        assumption={control.assumption}
      >
        {controlWords(recall)}
      </Claim>
      <Claim name="Elusion test" kind={elusion.kind} answer={elusionAnswer(elusion)} assumption={elusion.assumption}>
        {elusionWords(recall)}
      </Claim>
      <Claim name="Buscar" kind={buscar.kind} answer={buscarAnswer(buscar)} assumption={buscar.assumption}>
        {buscarWords(recall)}
      </Claim>
    </ul>
  );
}

const KINDS = { GUARANTEE: 'Guarantee', ESTIMATE: 'Estimate', HEURISTIC: 'Heuristic' } as const;

type ClaimProps = Readonly<{
  name: string;
  kind: keyof typeof KINDS;
  answer: string;
  assumption: string;
  children: ReactNode;
}>;

function Claim({ name, kind, answer, assumption, children }: ClaimProps) {
  return (
    <li className="flex flex-col gap-2 border-line-strong border-t pt-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold">{name}</h3>
        <Badge tone={kind === 'GUARANTEE' ? 'accent' : 'neutral'}>{KINDS[kind]}</Badge>
      </div>
      <p className="font-semibold text-xl tabular-nums">{answer}</p>
      <p>{children}</p>
      <p className="text-ink-muted text-sm">{assumption}</p>
    </li>
  );
}

function controlAnswer({ control: { status, found, neededToFind } }: Recall): string {
  if (status === 'REACHED') return 'Reached';
  return neededToFind == null ? 'Not available' : `${formatCount(found)} of ${formatCount(neededToFind)} needed`;
}

function controlWords({ control, recall, confidence }: Recall): string {
  const target = `recall ${formatShare(recall)} with ${formatShare(confidence)} confidence`;
  const { status, positives, rated, found, neededToFind, positivesNeeded } = control;
  if (status === 'NO_SAMPLE') return 'It takes a simple random sample of all scored documents, rated before screening.';
  if (status === 'NO_POSITIVES') {
    return `None of the ${formatCount(rated)} rated control documents is relevant: there is nothing to be found again.`;
  }
  if (neededToFind == null) {
    return `For ${target} a control set needs ${formatCount(positivesNeeded)} relevant documents, and this one holds ${formatCount(positives)}.`;
  }
  const counted = `The review has found ${formatCount(found)} of the control set’s ${formatCount(positives)} relevant documents`;
  const goal = `${formatCount(neededToFind)} stand for ${target}`;
  return status === 'REACHED' ? `${counted}; ${goal}.` : `${counted}; ${goal}: read on.`;
}

function elusionAnswer({ recall, recallLower, recallUpper, elusion }: Recall['elusion']): string {
  if (recall != null && recallLower != null && recallUpper != null) {
    return `Recall ${formatShare(recall)} (${formatShare(recallLower)} to ${formatShare(recallUpper)})`;
  }
  return elusion?.value == null ? 'Not available' : `Elusion ${formatShare(elusion.value)}`;
}

function elusionWords({ elusion, confidence }: Recall): string {
  const { status, elusion: share, relevantInSample, excluded, found, includedUnread } = elusion;
  if (status === 'NO_SAMPLE') return 'It takes a simple random sample of the documents below an active threshold.';
  if (status === 'NOTHING_RATED') return 'Its sample is drawn, and nothing of it is rated yet.';
  const sampled = `${formatCount(relevantInSample)} of ${formatCount(share?.n ?? 0)} sampled from ${formatCount(excluded)} excluded documents are relevant`;
  const ends =
    share?.lower == null || share.upper == null
      ? ''
      : ` (${formatShare(confidence)} interval of the share ${formatShare(share.lower)} to ${formatShare(share.upper)})`;
  if (status === 'INCLUDED_UNREAD') {
    return `${sampled}${ends}. ${formatCount(includedUnread)} included documents are unread: a recall follows when all are.`;
  }
  if (status === 'OTHER_SCALE') {
    return share
      ? `${sampled}${ends}. Scores lie on another scale now than at its draw, so a recall no longer follows: put the scale back, or draw a new sample of the excluded.`
      : 'Scores lie on another scale now than at the draw of its sample: draw a new one of the excluded.';
  }
  if (status === 'NOTHING_RELEVANT') return `${sampled}${ends}, and none was found among the included.`;
  return `${sampled}${ends}; ${formatCount(found)} were found among the included.`;
}

function buscarAnswer({ p, shouldStop }: Recall['buscar']): string {
  if (p == null) return 'Not available';
  return shouldStop ? `Stop, p ${p.toFixed(3)}` : `Read on, p ${p.toFixed(3)}`;
}

function buscarWords({ buscar: { p, window }, recall, documents, screened }: Recall): string {
  if (p == null) return 'Nothing relevant is found yet: there is nothing to compare with.';
  const left = `${formatCount(documents - screened)} documents are left`;
  if (window === 0) return `Nothing speaks against a recall below ${formatShare(recall)}; ${left}.`;
  return `The last ${formatCount(window)} documents screened would hold as few relevant ones with probability ${p.toFixed(3)} if recall were below ${formatShare(recall)}; ${left}.`;
}
