export type NavKey =
  | 'overview'
  | 'collections'
  | 'documents'
  | 'validation'
  | 'threshold'
  | 'monitor'
  | 'exports'
  | 'activity'
  | 'settings'
  | 'api';

export type NavItem = Readonly<{ key: NavKey; label: string; href: string; count?: string }>;

/**
 * The ten places of a project, in the order of the work.
 *
 * @param base    The project's address, without a slash at its end.
 * @param counts  Short figures to stand beside a label: `{ documents: '2,020' }`.
 */
export function projectNavigation(base: string, counts: Readonly<Partial<Record<NavKey, string>>> = {}): NavItem[] {
  const items: readonly Readonly<{ key: NavKey; label: string; path: string }>[] = [
    { key: 'overview', label: 'Overview', path: '' },
    { key: 'collections', label: 'Collections', path: '/collections' },
    { key: 'documents', label: 'Documents', path: '/documents' },
    { key: 'validation', label: 'Validation', path: '/validation' },
    { key: 'threshold', label: 'Threshold', path: '/threshold' },
    { key: 'monitor', label: 'Monitor', path: '/monitor' },
    { key: 'exports', label: 'Exports', path: '/exports' },
    { key: 'activity', label: 'Activity', path: '/activity' },
    { key: 'settings', label: 'Settings', path: '/settings' },
    { key: 'api', label: 'API', path: '/api' },
  ];
  return items.map(({ key, label, path }) => ({ key, label, href: base + path, count: counts[key] }));
}

/** Which item a path belongs to: the longest address that it begins with, whole segments only. */
export function currentItem(items: readonly NavItem[], path: string): NavItem | undefined {
  return items
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .reduce<NavItem | undefined>(
      (best, item) => (best && best.href.length >= item.href.length ? best : item),
      undefined,
    );
}

export type ShellProject = Readonly<{ id: string; name: string; href: string }>;
export type ShellTeam = Readonly<{
  id: string;
  name: string;
  href: string;
  projects: readonly ShellProject[];
  newProjectHref?: string;
}>;
export type ShellUser = Readonly<{ name: string; email: string }>;
export type ShellLink = Readonly<{ label: string; href: string }>;

/** The project and team that an id names, for the bar; either may be missing on pages above them. */
export function findPlace(
  teams: readonly ShellTeam[],
  teamId: string | undefined,
  projectId: string | undefined,
): Readonly<{ team?: ShellTeam; project?: ShellProject }> {
  const byProject = teams.find((team) => team.projects.some((project) => project.id === projectId));
  const team = byProject ?? teams.find(({ id }) => id === teamId);
  return { team, project: byProject?.projects.find(({ id }) => id === projectId) };
}

/** Up to two letters that stand for a person: "Ada Lovelace" → "AL". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    picked
      .map((word) => [...(word ?? '')][0] ?? '')
      .join('')
      .toLocaleUpperCase('en') || '?'
  );
}
