import type { ReactNode } from 'react';
import { ProjectBottomBar, ProjectRail } from '@/components/shell/project-rail';
import { SkipLink } from '@/components/shell/skip-link';
import { TopBar, type TopBarProps } from '@/components/shell/top-bar';

type AppShellProps = TopBarProps & Readonly<{ notice?: ReactNode; children: ReactNode }>;

/**
 * The frame of every page of somebody signed in: bar above, places of the project at the left (at the bottom under
 * 768 px), the page as the one `<main>`. It is given all it shows and fetches nothing.
 */
export function AppShell({ notice, children, ...bar }: AppShellProps) {
  return (
    <>
      <SkipLink />
      <TopBar {...bar} />
      <div className="flex min-h-[calc(100dvh-var(--bar))]">
        {bar.navigation ? <ProjectRail items={bar.navigation} /> : null}
        <main
          id="main"
          tabIndex={-1}
          className={`flex min-w-0 flex-1 flex-col focus:outline-none has-[[data-fills]]:h-[calc(100dvh-var(--bar))] ${bar.navigation ? 'pb-(--bottom-bar)' : ''}`}
        >
          {notice ? <div className="px-4 pt-3 sm:px-6">{notice}</div> : null}
          {children}
        </main>
      </div>
      {bar.navigation ? <ProjectBottomBar items={bar.navigation} /> : null}
    </>
  );
}
