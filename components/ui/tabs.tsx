'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { mergeClasses } from '@/components/ui/merge-classes';

const listStyles = 'flex gap-5 overflow-x-auto border-line border-b';
const tabStyles =
  '-mb-px target inline-flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 text-ink-muted transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink pointer-coarse:h-11 focus-visible:outline-offset-[-2px]';

type TabLink = Readonly<{ href: string; label: string; count?: string }>;

/** Tabs that are pages: a navigation, marked by the address. */
export function TabLinks({
  label,
  links,
  className,
}: Readonly<{ label: string; links: readonly TabLink[]; className?: string }>) {
  const path = usePathname();
  return (
    <nav aria-label={label} className={mergeClasses(listStyles, className)}>
      {links.map((link) => {
        const isCurrent = path === link.href;
        return (
          <Link
            key={link.href}
            href={link.href}
            aria-current={isCurrent ? 'page' : undefined}
            data-state={isCurrent ? 'active' : 'inactive'}
            className={tabStyles}
          >
            {link.label}
            {link.count ? <span className="font-normal text-ink-faint">{link.count}</span> : null}
          </Link>
        );
      })}
    </nav>
  );
}
