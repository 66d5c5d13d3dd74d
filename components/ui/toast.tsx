'use client';

import { Toaster as Sonner, toast } from 'sonner';

type ToastContent = Readonly<{
  /** What was done, past tense, with its object: "Score of 3 documents set to 4". */
  message: string;
  detail?: string;
  undo?: () => void;
}>;

const UNDO_MS = 9_000;
const NOTE_MS = 5_000;

/** Something was done; with `undo` it can be taken back from here. Returns the id for `dismissToast`. */
export function showToast({ message, detail, undo }: ToastContent): string | number {
  return toast(message, {
    description: detail,
    duration: undo ? UNDO_MS : NOTE_MS,
    action: undo ? { label: 'Undo', onClick: undo } : undefined,
  });
}

/** Something was not done. Stays until it is closed, for it says what to do next. */
export function showFailure({
  message,
  detail,
  retry,
}: Readonly<{ message: string; detail?: string; retry?: () => void }>) {
  return toast.error(message, {
    description: detail,
    duration: Number.POSITIVE_INFINITY,
    closeButton: true,
    action: retry ? { label: 'Try again', onClick: retry } : undefined,
  });
}

export function dismissToast(id: string | number): void {
  toast.dismiss(id);
}

/** Where toasts appear; mounted once, in the providers. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      visibleToasts={3}
      offset={{ bottom: 'calc(var(--dock, 0px) + 16px)', right: 16 }}
      mobileOffset={{ bottom: 'calc(var(--bottom-bar) + var(--dock, 0px) + 12px)', left: 12, right: 12 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-lg bg-raised px-3.5 py-2.5 font-sans text-base text-ink shadow-float md:w-[356px] data-[expanded=false]:data-[front=false]:*:opacity-0',
          title: 'font-semibold',
          description: 'text-ink-muted text-sm',
          content: 'min-w-0 flex-1',
          icon: 'shrink-0 text-wrong',
          actionButton: 'target shrink-0 rounded-md px-2.5 font-semibold text-accent-text text-sm hover:bg-hover',
          closeButton:
            'target order-last -mr-1.5 inline-flex shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-4',
        },
      }}
    />
  );
}
