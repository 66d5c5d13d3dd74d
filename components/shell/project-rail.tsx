'use client';

import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { NavIcon } from '@/components/shell/nav-icon';
import { currentItem, type NavItem } from '@/components/shell/navigation';
import { Dialog } from '@/components/ui/dialog';
import { mergeClasses } from '@/components/ui/merge-classes';

type RailProps = Readonly<{ items: readonly NavItem[] }>;

/** The places of a project at the left edge: named from 1024 px on, pictures with names below from 768 px. */
export function ProjectRail({ items }: RailProps) {
  const current = currentItem(items, usePathname());
  return (
    <nav
      aria-label="Project"
      className="sticky top-(--bar) hidden h-[calc(100dvh-var(--bar))] w-[88px] shrink-0 overflow-y-auto border-line border-r bg-sunken px-2 py-3 md:block lg:w-(--rail)"
    >
      <ul className="flex flex-col gap-0.5">
        {items.map((item) => (
          <li key={item.key}>
            <Link
              href={item.href}
              aria-current={item === current ? 'page' : undefined}
              className={mergeClasses(
                'relative flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-ink-muted hover:bg-hover hover:text-ink pointer-coarse:min-h-11 max-lg:flex-col max-lg:gap-0.5 max-lg:px-0 max-lg:py-1.5',
                item === current &&
                  'bg-surface font-semibold text-ink shadow-low before:absolute before:inset-y-1.5 before:-left-2 before:w-[3px] before:rounded-r-full before:bg-accent hover:bg-surface',
              )}
            >
              <NavIcon place={item.key} />
              <span className="min-w-0 flex-1 truncate max-lg:max-w-full max-lg:text-xs">{item.label}</span>
              {item.count ? (
                <span className="font-normal text-ink-faint text-sm max-lg:hidden">{item.count}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const BAR_KEYS = ['overview', 'documents', 'collections', 'validation'] as const;

/** The same places at the bottom of a narrow screen: four under the thumb, the rest in a sheet. */
export function ProjectBottomBar({ items }: RailProps) {
  const [open, setOpen] = useState(false);
  const current = currentItem(items, usePathname());
  const inBar = BAR_KEYS.flatMap((key) => items.filter((item) => item.key === key));
  const inSheet = items.filter((item) => !inBar.includes(item));
  const isInSheet = current !== undefined && inSheet.includes(current);
  return (
    <nav
      aria-label="Project"
      className="fixed inset-x-0 bottom-0 z-30 flex h-(--bottom-bar) border-line border-t bg-surface pb-[env(safe-area-inset-bottom,0px)] md:hidden"
    >
      {inBar.map((item) => (
        <BarLink key={item.key} item={item} isCurrent={item === current} />
      ))}
      <Dialog
        title="More places"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={barStyles(isInSheet)}>
            <Ellipsis aria-hidden className="size-[18px]" strokeWidth={1.75} />
            More
          </button>
        }
      >
        <ul className="-mx-2 flex flex-col">
          {inSheet.map((item) => (
            <li key={item.key}>
              <Link
                href={item.href}
                aria-current={item === current ? 'page' : undefined}
                onClick={() => setOpen(false)}
                className="flex min-h-12 items-center gap-3 rounded-md px-2 text-lg hover:bg-hover aria-[current=page]:font-semibold"
              >
                <NavIcon place={item.key} />
                {item.label}
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    </nav>
  );
}

function BarLink({ item, isCurrent }: Readonly<{ item: NavItem; isCurrent: boolean }>) {
  return (
    <Link href={item.href} aria-current={isCurrent ? 'page' : undefined} className={barStyles(isCurrent)}>
      <NavIcon place={item.key} />
      {item.label}
    </Link>
  );
}

function barStyles(isCurrent: boolean): string {
  return mergeClasses(
    'relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-ink-muted text-xs focus-visible:outline-offset-[-3px]',
    isCurrent && 'font-semibold text-ink before:absolute before:inset-x-4 before:top-0 before:h-[3px] before:bg-accent',
  );
}
