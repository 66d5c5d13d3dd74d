import { Notice } from '@/components/ui/page-states';

/** What went wrong with a form as a whole, heard as soon as it appears. */
export function FormErrors({ messages }: Readonly<{ messages: readonly string[] }>) {
  if (messages.length === 0) return null;
  return (
    <Notice tone="wrong" live>
      {messages.join(' ')}
    </Notice>
  );
}
