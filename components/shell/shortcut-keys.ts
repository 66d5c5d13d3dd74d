/** What of a keyboard event decides whether a shortcut is meant. */
export type KeyPress = Readonly<{
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}>;

/** What of the focused element decides whether keys belong to it. */
export type KeyTarget = Readonly<{
  tagName: string;
  type: string;
  role: string | null;
  isEditable: boolean;
  /** Inside a dialog, a menu or a list box, which have keys of their own. */
  isInLayer: boolean;
}>;

const UNTYPED_INPUTS = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'image', 'color']);
const TEXT_ROLES = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton']);
const PRESSED_TAGS = new Set(['A', 'BUTTON', 'SUMMARY']);
const PRESSED_ROLES = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'option']);
const ARROW_ROLES = new Set(['slider', 'radio', 'tab', 'menuitem', 'option', 'treeitem', 'gridcell', 'separator']);

/**
 * Whether a key press is a shortcut written as `j`, `?`, `shift+1`, `mod+k`, `enter` or `arrowdown`. `mod` is Ctrl, or
 * Cmd on a Mac. Digits go by their place on the keyboard, since with Shift, or on a French one, they are other signs.
 */
export function matchesShortcut(keys: string, press: KeyPress): boolean {
  const parts = keys.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  const wantsMod = parts.includes('mod');
  const wantsShift = parts.includes('shift');
  if (press.altKey || wantsMod !== (press.ctrlKey || press.metaKey)) return false;
  if (/^[0-9]$/.test(key)) {
    return wantsShift === press.shiftKey && (press.code === `Digit${key}` || press.code === `Numpad${key}`);
  }
  // A sign such as ? or / may itself need Shift; a letter or a named key may not.
  const isSign = key.length === 1 && !/[a-z]/.test(key);
  if (!isSign && wantsShift !== press.shiftKey) return false;
  return press.key.toLowerCase() === (key === 'space' ? ' ' : key);
}

/** Whether one key alone, or with Shift, is enough: these may be switched off (WCAG 2.1.4). */
export function isCharacterShortcut(keys: string): boolean {
  const parts = keys.split('+');
  return !parts.includes('mod') && (parts.at(-1) ?? '').length === 1;
}

/** Whether the focused element has the first claim on these keys. */
export function belongsToTarget(keys: string, target: KeyTarget): boolean {
  if (keys.includes('mod+')) return false;
  if (target.isInLayer) return true;
  if (target.isEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  if (target.tagName === 'INPUT' && !UNTYPED_INPUTS.has(target.type)) return true;
  if (target.role && TEXT_ROLES.has(target.role)) return true;
  if (keys === 'enter' || keys === 'space') {
    return PRESSED_TAGS.has(target.tagName) || target.tagName === 'INPUT' || PRESSED_ROLES.has(target.role ?? '');
  }
  return keys.startsWith('arrow') && (target.tagName === 'INPUT' || ARROW_ROLES.has(target.role ?? ''));
}
