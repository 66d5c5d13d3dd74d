import { describe, expect, it } from 'vitest';
import {
  belongsToTarget,
  isCharacterShortcut,
  type KeyPress,
  type KeyTarget,
  matchesShortcut,
} from '@/components/shell/shortcut-keys';

const press = (overrides: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...overrides,
});

const target = (overrides: Partial<KeyTarget> = {}): KeyTarget => ({
  tagName: 'BODY',
  type: '',
  role: null,
  isEditable: false,
  isInLayer: false,
  ...overrides,
});

describe('matching a key press with a shortcut', () => {
  it('takes a letter only by itself', () => {
    expect(matchesShortcut('j', press({ key: 'j', code: 'KeyJ' }))).toBe(true);
    expect(matchesShortcut('j', press({ key: 'J', code: 'KeyJ', shiftKey: true }))).toBe(false);
    expect(matchesShortcut('j', press({ key: 'j', code: 'KeyJ', ctrlKey: true }))).toBe(false);
    expect(matchesShortcut('j', press({ key: 'j', code: 'KeyJ', altKey: true }))).toBe(false);
  });

  it('takes digits by their place, so that Shift gives the half step on any keyboard', () => {
    expect(matchesShortcut('shift+1', press({ key: '!', code: 'Digit1', shiftKey: true }))).toBe(true);
    expect(matchesShortcut('1', press({ key: '!', code: 'Digit1', shiftKey: true }))).toBe(false);
    expect(matchesShortcut('1', press({ key: '&', code: 'Digit1' }))).toBe(true);
    expect(matchesShortcut('4', press({ key: '4', code: 'Numpad4' }))).toBe(true);
  });

  it('takes a sign wherever Shift is needed for it', () => {
    expect(matchesShortcut('?', press({ key: '?', code: 'Slash', shiftKey: true }))).toBe(true);
    expect(matchesShortcut('/', press({ key: '/', code: 'Digit7', shiftKey: true }))).toBe(true);
  });

  it('takes Ctrl and Cmd alike for mod', () => {
    expect(matchesShortcut('mod+k', press({ key: 'k', ctrlKey: true }))).toBe(true);
    expect(matchesShortcut('mod+k', press({ key: 'k', metaKey: true }))).toBe(true);
    expect(matchesShortcut('mod+k', press({ key: 'k' }))).toBe(false);
  });

  it('takes named keys without regard to case', () => {
    expect(matchesShortcut('enter', press({ key: 'Enter' }))).toBe(true);
    expect(matchesShortcut('arrowdown', press({ key: 'ArrowDown' }))).toBe(true);
    expect(matchesShortcut('space', press({ key: ' ' }))).toBe(true);
  });
});

describe('single keys that can be switched off', () => {
  it('are those that a slip of the hand or a spoken word could press', () => {
    expect(['j', '?', 'shift+1', '5'].every(isCharacterShortcut)).toBe(true);
    expect(['mod+k', 'enter', 'escape', 'arrowdown'].some(isCharacterShortcut)).toBe(false);
  });
});

describe('keys that belong to what has focus', () => {
  it('are all of them where somebody types', () => {
    expect(belongsToTarget('j', target({ tagName: 'INPUT', type: 'text' }))).toBe(true);
    expect(belongsToTarget('j', target({ tagName: 'TEXTAREA' }))).toBe(true);
    expect(belongsToTarget('j', target({ tagName: 'DIV', isEditable: true }))).toBe(true);
    expect(belongsToTarget('j', target({ tagName: 'SELECT' }))).toBe(true);
    expect(belongsToTarget('j', target({ tagName: 'DIV', role: 'combobox' }))).toBe(true);
  });

  it('are all of them inside a dialog or a menu', () => {
    expect(belongsToTarget('1', target({ tagName: 'BUTTON', isInLayer: true }))).toBe(true);
  });

  it('leave letters free on a button or a checkbox, but not Enter', () => {
    expect(belongsToTarget('j', target({ tagName: 'BUTTON' }))).toBe(false);
    expect(belongsToTarget('j', target({ tagName: 'INPUT', type: 'checkbox' }))).toBe(false);
    expect(belongsToTarget('enter', target({ tagName: 'A' }))).toBe(true);
    expect(belongsToTarget('enter', target())).toBe(false);
  });

  it('leave arrows to sliders and radios', () => {
    expect(belongsToTarget('arrowdown', target({ tagName: 'DIV', role: 'slider' }))).toBe(true);
    expect(belongsToTarget('arrowdown', target({ tagName: 'BUTTON' }))).toBe(false);
  });

  it('never include the palette', () => {
    expect(belongsToTarget('mod+k', target({ tagName: 'TEXTAREA' }))).toBe(false);
  });
});
