'use client';

import { CircleHelp, Search } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { BrandMark } from '@/components/shell/brand';
import { HelpDialog } from '@/components/shell/help-dialog';
import { NavIcon } from '@/components/shell/nav-icon';
import { findPlace, type NavItem, type ShellLink, type ShellTeam, type ShellUser } from '@/components/shell/navigation';
import { PlaceSwitcher } from '@/components/shell/place-switcher';
import { chooseTheme } from '@/components/shell/theme';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { UserMenu } from '@/components/shell/user-menu';
import { CommandPalette, type PaletteCommand } from '@/components/ui/command-palette';
import { IconButton } from '@/components/ui/icon-button';
import { KeyHint } from '@/components/ui/key-hint';

export type TopBarProps = Readonly<{
  teams: readonly ShellTeam[];
  currentTeamId?: string;
  currentProjectId?: string;
  navigation?: readonly NavItem[];
  user: ShellUser;
  userLinks?: readonly ShellLink[];
  onSignOut: () => void | Promise<void>;
}>;

const NO_ITEMS: readonly NavItem[] = [];

export function TopBar(props: TopBarProps) {
  const { teams, currentTeamId, currentProjectId, navigation = NO_ITEMS, user, userLinks, onSignOut } = props;
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const { team, project } = findPlace(teams, currentTeamId, currentProjectId);
  const commands = usePlaceCommands(teams, navigation, () => setHelpOpen(true));

  useShortcuts(
    useMemo(
      () => [
        { keys: 'mod+k', label: 'Commands', group: 'Everywhere', run: () => setPaletteOpen(true) },
        { keys: '?', label: 'Keys', group: 'Everywhere', run: () => setHelpOpen(true) },
      ],
      [],
    ),
  );

  return (
    <header className="sticky top-0 z-30 flex h-(--bar) items-center gap-1 border-line border-b bg-sunken px-2 sm:px-3">
      <Link
        href="/"
        aria-label="Winnow, all projects"
        className="target inline-flex items-center justify-center rounded-md"
      >
        <BrandMark />
      </Link>
      <PlaceSwitcher teams={teams} team={team} project={project} />
      <span className="flex-1" />
      <button
        type="button"
        onClick={() => setPaletteOpen(true)}
        className="control hidden items-center gap-2 rounded-md border border-line-strong bg-surface pr-1.5 pl-2.5 text-ink-muted hover:border-line-control sm:inline-flex"
      >
        <Search aria-hidden className="size-4" />
        <span className="w-28 text-left">Go to or do</span>
        <KeyHint keys="mod+k" />
      </button>
      <IconButton
        label="Go to or do"
        icon={<Search aria-hidden />}
        onClick={() => setPaletteOpen(true)}
        className="sm:hidden"
      />
      <IconButton label="Keys" keys="?" icon={<CircleHelp aria-hidden />} onClick={() => setHelpOpen(true)} />
      <UserMenu user={user} links={userLinks} onHelp={() => setHelpOpen(true)} onSignOut={onSignOut} />
      <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} commands={commands} />
      <HelpDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </header>
  );
}

function usePlaceCommands(
  teams: readonly ShellTeam[],
  navigation: readonly NavItem[],
  showHelp: () => void,
): readonly PaletteCommand[] {
  const router = useRouter();
  // biome-ignore lint/correctness/useExhaustiveDependencies: showHelp only sets state, a new one changes nothing
  return useMemo(
    () => [
      ...navigation.map((item) => ({
        id: `place-${item.key}`,
        label: item.label,
        group: 'Go to',
        icon: <NavIcon place={item.key} />,
        run: () => router.push(item.href),
      })),
      ...teams.flatMap((team) =>
        team.projects.map((project) => ({
          id: `project-${project.id}`,
          label: project.name,
          keywords: [team.name],
          group: 'Projects',
          run: () => router.push(project.href),
        })),
      ),
      { id: 'theme-system', label: 'Theme: as the system', group: 'Look', run: () => chooseTheme('system') },
      { id: 'theme-light', label: 'Theme: light', group: 'Look', run: () => chooseTheme('light') },
      { id: 'theme-dark', label: 'Theme: dark', group: 'Look', run: () => chooseTheme('dark') },
      { id: 'keys', label: 'Show keys', group: 'Look', keys: '?', run: showHelp },
    ],
    [teams, navigation, router],
  );
}
