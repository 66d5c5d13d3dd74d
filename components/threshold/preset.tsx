import type { FormEvent, ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { mergeClasses } from '@/components/ui/merge-classes';

type PresetProps = Readonly<{
  title: string;
  /** The handle stands where this one put it. */
  isInUse: boolean;
  isRunning: boolean;
  action: string;
  error: string | null;
  onSubmit: () => void;
  /** What it did and under which assumption. */
  outcome: ReactNode;
  children: ReactNode;
}>;

/** One way to come by a threshold: what it needs, a button, and what it did in words. */
export function Preset({ title, isInUse, isRunning, action, error, onSubmit, outcome, children }: PresetProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <section
      aria-label={title}
      className={mergeClasses(
        'flex min-w-0 flex-col gap-2.5 border-t-2 pt-2.5 transition-colors',
        isInUse ? 'border-accent' : 'border-line-strong',
      )}
    >
      <h2 className="font-semibold">
        {title}
        {isInUse ? <span className="ml-2 font-normal text-accent-text text-sm">in use</span> : null}
      </h2>
      <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-2">
        {children}
        <Button type="submit" loading={isRunning}>
          {action}
        </Button>
      </form>
      <div role="status" className="text-ink-muted text-sm">
        {error ? <p className="text-wrong">{error}</p> : outcome}
      </div>
    </section>
  );
}
