import { LoaderCircle } from 'lucide-react';
import { mergeClasses } from '@/components/ui/merge-classes';

/** A turning mark beside words that already say what is being waited for. */
export function Spinner({ className }: Readonly<{ className?: string }>) {
  return <LoaderCircle aria-hidden className={mergeClasses('size-4 animate-spin', className)} />;
}
