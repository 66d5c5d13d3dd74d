'use client';

import { Keyboard, LogOut } from 'lucide-react';
import { useTransition } from 'react';
import { initialsOf, type ShellLink, type ShellUser } from '@/components/shell/navigation';
import { ThemeMenuItems } from '@/components/shell/theme-choice';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';

type UserMenuProps = Readonly<{
  user: ShellUser;
  links?: readonly ShellLink[];
  onHelp: () => void;
  onSignOut: () => void | Promise<void>;
}>;

/** Who is signed in, their own pages, the theme, the keys, the way out. */
export function UserMenu({ user, links = [], onHelp, onSignOut }: UserMenuProps) {
  const [isLeaving, startLeaving] = useTransition();
  return (
    <Menu
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${user.name}`}
          className="target inline-flex items-center justify-center rounded-full"
        >
          <span className="inline-flex size-7 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs">
            {initialsOf(user.name)}
          </span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-semibold">
          <bdi>{user.name}</bdi>
        </p>
        <p className="truncate text-ink-muted text-sm">{user.email}</p>
      </div>
      <MenuSeparator />
      {links.map((link) => (
        <MenuItem key={link.href} href={link.href}>
          {link.label}
        </MenuItem>
      ))}
      <MenuItem icon={<Keyboard aria-hidden />} keys="?" onSelect={onHelp}>
        Keys
      </MenuItem>
      <MenuSeparator />
      <ThemeMenuItems />
      <MenuSeparator />
      <MenuItem
        icon={<LogOut aria-hidden />}
        disabled={isLeaving}
        onSelect={() => startLeaving(async () => onSignOut())}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
