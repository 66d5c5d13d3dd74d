import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

type EmptyStateProps = Readonly<{
  /** What will be here: "Ranked documents". */
  title: string;
  /** Why it matters, in a sentence or two. */
  children: ReactNode;
  /** The one next step. */
  action?: ReactNode;
  icon?: ReactNode;
  /** The heading's level, by where it stands. */
  level?: 2 | 3;
  className?: string;
}>;

/** Nothing is here yet. */
export function EmptyState({ title, children, action, icon, level = 2, className }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={mergeClasses('mx-auto flex max-w-md flex-col items-start gap-2 px-6 py-14', className)}>
      {icon ? <span className="mb-1 text-ink-faint [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</span> : null}
      <Heading className="font-semibold text-lg">{title}</Heading>
      <div className="text-ink-muted">{children}</div>
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}

type ErrorStateProps = Readonly<{
  /** What happened: "The ranked list could not be read". */
  title: string;
  /** What to do about it. */
  children: ReactNode;
  /** For whoever looks in the log. */
  requestId?: string;
  /** A retry button, a way back. */
  action?: ReactNode;
  level?: 1 | 2 | 3;
  className?: string;
}>;

/** Something failed and nothing else can stand here. */
export function ErrorState({ title, children, requestId, action, level = 2, className }: ErrorStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div
      role="alert"
      className={mergeClasses('mx-auto flex max-w-md flex-col items-start gap-2 px-6 py-14', className)}
    >
      <CircleAlert aria-hidden className="mb-1 size-6 stroke-[1.5] text-wrong" />
      <Heading className="font-semibold text-lg">{title}</Heading>
      <div className="text-ink-muted">{children}</div>
      {requestId ? (
        <p className="text-ink-faint text-sm">
          Request <code className="select-all font-mono text-xs">{requestId}</code>
        </p>
      ) : null}
      {action ? <div className="mt-2 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}

const NOTICES = {
  neutral: { box: 'bg-sunken', mark: 'text-ink-muted', Icon: Info },
  accent: { box: 'bg-accent-soft', mark: 'text-accent-text', Icon: Info },
  wrong: { box: 'bg-wrong-soft', mark: 'text-wrong', Icon: CircleAlert },
  correct: { box: 'bg-correct-soft', mark: 'text-correct', Icon: CircleCheck },
} as const;

type NoticeProps = Readonly<{
  tone?: keyof typeof NOTICES;
  title?: string;
  action?: ReactNode;
  /** For what appears after the page does and must be heard. */
  live?: boolean;
  className?: string;
  children?: ReactNode;
}>;

/** Something to know beside the matter at hand: a starter model, a truncated text, an import with refused rows. */
export function Notice({ tone = 'neutral', title, action, live, className, children }: NoticeProps) {
  const { box, mark, Icon } = NOTICES[tone];
  return (
    <div
      role={live ? (tone === 'wrong' ? 'alert' : 'status') : undefined}
      className={mergeClasses('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-3.5 py-2.5', box, className)}
    >
      <Icon aria-hidden className={mergeClasses('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 basis-60">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-ink-muted">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
