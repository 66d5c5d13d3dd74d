'use client';

import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { Fragment } from 'react';
import type { ShellProject, ShellTeam } from '@/components/shell/navigation';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';

type PlaceSwitcherProps = Readonly<{ teams: readonly ShellTeam[]; team?: ShellTeam; project?: ShellProject }>;

/** Where one is, and the way to one's other projects. */
export function PlaceSwitcher({ teams, team, project }: PlaceSwitcherProps) {
  return (
    <Menu
      align="start"
      className="w-72"
      trigger={
        <button
          type="button"
          className="target flex min-w-0 items-center gap-1.5 rounded-md px-2 hover:bg-hover data-[state=open]:bg-hover"
        >
          <span className="visually-hidden">Switch project, now </span>
          {team ? (
            <>
              <bdi className={project ? 'max-w-40 truncate text-ink-muted max-sm:hidden' : 'truncate font-semibold'}>
                {team.name}
              </bdi>
              {project ? (
                <>
                  <span aria-hidden className="text-line-control max-sm:hidden">
                    /
                  </span>
                  <bdi className="min-w-0 truncate font-semibold">{project.name}</bdi>
                </>
              ) : null}
            </>
          ) : (
            <span className="text-ink-muted">Choose a project</span>
          )}
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    >
      {teams.map((entry, index) => (
        <Fragment key={entry.id}>
          {index > 0 ? <MenuSeparator /> : null}
          <MenuLabel>
            <bdi>{entry.name}</bdi>
          </MenuLabel>
          {entry.projects.map((candidate) => (
            <MenuItem key={candidate.id} href={candidate.href}>
              <span className="flex items-center gap-2">
                <bdi className="min-w-0 flex-1 truncate">{candidate.name}</bdi>
                {candidate.id === project?.id ? <Check aria-label="current" /> : null}
              </span>
            </MenuItem>
          ))}
          <MenuItem href={entry.href}>Team page</MenuItem>
          {entry.newProjectHref ? (
            <MenuItem href={entry.newProjectHref} icon={<Plus aria-hidden />}>
              New project
            </MenuItem>
          ) : null}
        </Fragment>
      ))}
    </Menu>
  );
}
