import { describe, expect, it } from 'vitest';
import { currentItem, findPlace, initialsOf, projectNavigation } from '@/components/shell/navigation';
import { parseThemeChoice, themeCookie } from '@/components/shell/theme';

const items = projectNavigation('/projects/p1', { documents: '2,020' });

describe('the places of a project', () => {
  it('stand in the order of the work, with their figures', () => {
    expect(items.map((item) => item.label).join(' ')).toBe(
      'Overview Collections Documents Validation Threshold Monitor Exports Activity Settings API',
    );
    expect(items.find((item) => item.key === 'documents')?.count).toBe('2,020');
  });

  it('are current for themselves and what lies under them, the deepest winning', () => {
    expect(currentItem(items, '/projects/p1')?.key).toBe('overview');
    expect(currentItem(items, '/projects/p1/documents/d9')?.key).toBe('documents');
    expect(currentItem(items, '/projects/p10')).toBeUndefined();
  });
});

describe('where one is', () => {
  const teams = [
    { id: 't1', name: 'One', href: '/t1', projects: [{ id: 'p1', name: 'P', href: '/p1' }] },
    { id: 't2', name: 'Two', href: '/t2', projects: [] },
  ];

  it('follows the project to its team, and falls back on the team', () => {
    expect(findPlace(teams, 't2', 'p1').team?.id).toBe('t1');
    expect(findPlace(teams, 't2', undefined)).toEqual({ team: teams[1], project: undefined });
    expect(findPlace(teams, undefined, 'unknown')).toEqual({ team: undefined, project: undefined });
  });
});

describe('initials', () => {
  it('are the first and the last, whole signs, never nothing', () => {
    expect(['Ada Lovelace', 'Ada King Lovelace', 'bo', '𝒜da', ' '].map(initialsOf)).toEqual([
      'AL',
      'AL',
      'B',
      '𝒜',
      '?',
    ]);
  });
});

describe('the theme', () => {
  it('is the system’s for anything but light and dark', () => {
    expect(['dark', 'light', 'DARK', '"><script>', undefined].map(parseThemeChoice)).toEqual([
      'dark',
      'light',
      'system',
      'system',
      'system',
    ]);
  });

  it('is forgotten by its cookie when the system decides', () => {
    expect(themeCookie('system')).toContain('Max-Age=0');
    expect(themeCookie('dark')).toBe('winnow-theme=dark; Path=/; Max-Age=31536000; SameSite=Lax');
  });
});
