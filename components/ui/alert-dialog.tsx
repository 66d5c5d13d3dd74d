'use client';

import { AlertDialog as RadixAlertDialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { dialogPanelStyles, scrimStyles } from '@/components/ui/dialog-styles';
import { Field } from '@/components/ui/field';
import { mergeClasses } from '@/components/ui/merge-classes';
import { TextField } from '@/components/ui/text-field';

type AlertDialogProps = Readonly<{
  /** The act as a question: "Delete the collection Trials 2026?" */
  title: string;
  /** What is lost, in numbers, and whether it comes back. */
  description: ReactNode;
  /** The verb of the title: "Delete collection". */
  confirmLabel: string;
  cancelLabel?: string;
  /** `danger` for what destroys; `primary` for what only changes a lot at once. */
  tone?: 'danger' | 'primary';
  /** May take its time: the dialog stays, busy, until it settles, and closes when it resolves. */
  onConfirm: () => void | Promise<void>;
  /** A word to type first, for what cannot be undone by anybody. */
  typeToConfirm?: string;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}>;

/** Asked only before what cannot be undone or changes everybody's work; all else is done at once and offers undo. */
export function AlertDialog(props: AlertDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  };
  return (
    <RadixAlertDialog.Root open={open} onOpenChange={setOpen}>
      {props.trigger ? <RadixAlertDialog.Trigger asChild>{props.trigger}</RadixAlertDialog.Trigger> : null}
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={scrimStyles} />
        <RadixAlertDialog.Content className={mergeClasses(dialogPanelStyles, 'md:max-w-md')}>
          <Question {...props} close={() => setOpen(false)} />
        </RadixAlertDialog.Content>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  );
}

function Question({
  title,
  description,
  confirmLabel,
  cancelLabel = 'Cancel',
  tone = 'danger',
  onConfirm,
  typeToConfirm,
  close,
}: AlertDialogProps & Readonly<{ close: () => void }>) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [typed, setTyped] = useState('');

  const confirm = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'It did not work. Nothing was changed.');
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <div className="flex flex-col gap-3 px-5 pt-4 pb-4">
        <div>
          <RadixAlertDialog.Title className="font-semibold text-lg">{title}</RadixAlertDialog.Title>
          <RadixAlertDialog.Description className="mt-1 text-ink-muted">{description}</RadixAlertDialog.Description>
        </div>
        {typeToConfirm ? (
          <Field label={`Type ${typeToConfirm} to confirm`}>
            <TextField value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
        {failure ? (
          <p role="alert" className="text-wrong">
            {failure}
          </p>
        ) : null}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-line border-t bg-sunken px-5 py-3">
        <RadixAlertDialog.Cancel asChild>
          <Button disabled={busy}>{cancelLabel}</Button>
        </RadixAlertDialog.Cancel>
        <Button
          variant={tone}
          loading={busy}
          disabled={typeToConfirm !== undefined && typed !== typeToConfirm}
          onClick={confirm}
        >
          {confirmLabel}
        </Button>
      </footer>
    </>
  );
}
