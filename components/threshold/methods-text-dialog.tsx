'use client';

import { Check, Copy, Download, ScrollText } from 'lucide-react';
import { useRef, useState } from 'react';
import { saveText } from '@/components/charts/save-chart';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

type MethodsTextDialogProps = Readonly<{ version: number; text: string }>;

/** The paragraph a paper needs of a saved threshold, to be taken away whole. */
export function MethodsTextDialog({ version, text }: MethodsTextDialogProps) {
  const paragraph = useRef<HTMLParagraphElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      // Without a secure origin there is no clipboard: select it, and the person presses the keys.
      if (paragraph.current) getSelection()?.selectAllChildren(paragraph.current);
      setState('selected');
    }
  };

  return (
    <Dialog
      title={`Methods text of version ${version}`}
      description="For the methods of a review. It says what was recorded when the version was saved, and stays the same."
      size="large"
      onOpenChange={() => setState('idle')}
      trigger={
        <Button
          size="small"
          variant="quiet"
          icon={<ScrollText aria-hidden />}
          aria-label={`Methods text of version ${version}`}
        >
          Methods
        </Button>
      }
      footer={
        <>
          <span role="status" className="mr-auto self-center text-ink-muted text-sm">
            {state === 'copied' ? 'Copied' : state === 'selected' ? 'Selected: press Ctrl+C to copy' : ''}
          </span>
          <Button
            icon={<Download aria-hidden />}
            onClick={() => saveText(`methods-version-${version}.txt`, 'text/plain', `${text}\n`)}
          >
            Download .txt
          </Button>
          <Button
            variant="primary"
            icon={state === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
            onClick={copy}
          >
            Copy
          </Button>
        </>
      }
    >
      <p ref={paragraph} className="wrap-anywhere max-w-prose font-serif text-base leading-relaxed">
        <bdi>{text}</bdi>
      </p>
    </Dialog>
  );
}
