'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { chooseTheme, parseThemeChoice, type ThemeChoice } from '@/components/shell/theme';
import { Segmented } from '@/components/ui/choice';
import { MenuRadioGroup } from '@/components/ui/menu';

const OPTIONS = [
  { value: 'system', label: 'System', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

/** The theme as a setting of its own, for a settings page. */
export function ThemeChoiceControl() {
  const choice = useThemeChoice();
  return <Segmented label="Theme" options={OPTIONS} value={choice} onValueChange={chooseTheme} />;
}

/** The theme inside a menu. */
export function ThemeMenuItems() {
  const choice = useThemeChoice();
  return <MenuRadioGroup label="Theme" options={OPTIONS} value={choice} onValueChange={chooseTheme} />;
}

/** The choice as the page wears it: the attribute is the truth, whoever sets it. */
function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(
    watchTheme,
    () => parseThemeChoice(document.documentElement.dataset.theme),
    () => 'system',
  );
}

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
