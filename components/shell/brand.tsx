import { mergeClasses } from '@/components/ui/merge-classes';

/** Grain over a winnowing basket: what is heavy stays, what is light flies off. */
export function BrandMark({ className }: Readonly<{ className?: string }>) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={mergeClasses('size-6', className)}>
      <path d="M4 18.5c3.5 7 20.5 7 24 0" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
      <ellipse cx="16" cy="15" rx="2.6" ry="4.2" fill="var(--relevance-5)" />
      <ellipse cx="9.6" cy="10.6" rx="2.1" ry="3.4" fill="var(--relevance-4)" transform="rotate(-24 9.6 10.6)" />
      <ellipse cx="22.6" cy="7.4" rx="1.7" ry="2.8" fill="var(--relevance-3)" transform="rotate(24 22.6 7.4)" />
    </svg>
  );
}
