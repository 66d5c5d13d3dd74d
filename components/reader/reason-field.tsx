'use client';

import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/text-field';

export const REASON_FIELD_ID = 'override-reason';
const MAX_REASON = 2_000;

type ReasonFieldProps = Readonly<{
  reason: string;
  onChange: (reason: string) => void;
  /** The override that a reason can be added to; without one it goes with the next score. */
  inForce: number | null;
  onSave: () => void;
}>;

/** Why: sent with the next score, or added to the one in force. */
export function ReasonField({ reason, onChange, inForce, onSave }: ReasonFieldProps) {
  const maySave = reason.trim() !== '' && inForce !== null;
  return (
    <div className="flex items-end gap-2">
      <TextArea
        id={REASON_FIELD_ID}
        aria-label="Reason"
        aria-keyshortcuts="r"
        placeholder="Reason, sent with the score"
        rows={1}
        dir="auto"
        maxLength={MAX_REASON}
        value={reason}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          const isSave = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
          if (isSave && maySave) onSave();
          if (!isSave && event.key !== 'Escape') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        className="max-h-32 min-h-(--control) resize-none"
      />
      {maySave ? <Button onClick={onSave}>Save reason</Button> : null}
    </div>
  );
}
