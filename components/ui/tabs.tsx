'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

const listStyles = 'flex gap-5 overflow-x-auto border-line border-b';
const tabStyles =
  '-mb-px target inline-flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 text-ink-muted transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink pointer-coarse:h-11 focus-visible:outline-offset-[-2px]';

export type Tab = Readonly<{ value: string; label: string; count?: string; content: ReactNode }>;
type TabsProps = Readonly<{
  label: string;
  tabs: readonly Tab[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  className?: string;
}>;

/** Views of one thing, all of them already here. What has its own address takes TabLinks. */
export function Tabs({ label, tabs, defaultValue, className, ...rest }: TabsProps) {
  return (
    <RadixTabs.Root {...rest} defaultValue={defaultValue ?? tabs[0]?.value} className={className}>
      <RadixTabs.List aria-label={label} className={listStyles}>
        {tabs.map((tab) => (
          <RadixTabs.Trigger key={tab.value} value={tab.value} className={tabStyles}>
            {tab.label}
            {tab.count ? <span className="font-normal text-ink-faint">{tab.count}</span> : null}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}

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
