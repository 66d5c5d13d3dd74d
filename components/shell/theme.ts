export type ThemeChoice = 'system' | 'light' | 'dark';

export const THEME_COOKIE = 'winnow-theme';
const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What a cookie's value asks for; anything unknown is the system's choice. */
export function parseThemeChoice(value: string | undefined): ThemeChoice {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** The cookie that makes the server draw the next page in this theme, so that none flashes. */
export function themeCookie(choice: ThemeChoice): string {
  const age = choice === 'system' ? 0 : ONE_YEAR_SECONDS;
  return `${THEME_COOKIE}=${choice}; Path=/; Max-Age=${age}; SameSite=Lax`;
}

/** Applies a choice to the page at once and keeps it. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent in Firefox ESR and plain HTTP
  document.cookie = themeCookie(choice);
}
