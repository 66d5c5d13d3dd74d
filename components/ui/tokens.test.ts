import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastOf, luminanceOf, oklabToLinearRgb, parseOklch } from '@/components/ui/color-measures';
import { RELEVANCE_STOPS, type Theme, toOklab } from '@/components/ui/relevance-ramp';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;
const GROUNDS = ['ground', 'surface', 'sunken', 'raised', 'hover'] as const;

const tokens = new Map(
  [...css.matchAll(/^\s*--([\w-]+): light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\);/gm)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

function colorOf(name: string, theme: Theme) {
  const token = tokens.get(name);
  if (!token) throw new Error(`app/globals.css has no token --${name}`);
  return oklabToLinearRgb(toOklab(parseOklch(token[theme])));
}

function contrast(front: string, back: string, theme: Theme): number {
  return contrastOf(luminanceOf(colorOf(front, theme)), luminanceOf(colorOf(back, theme)));
}

/** Pairs below the least contrast, as "front on back (theme): ratio", so that a failure names itself. */
function failures(fronts: readonly string[], backs: readonly string[], least: number): string[] {
  return THEMES.flatMap((theme) =>
    fronts.flatMap((front) =>
      backs
        .map((back) => ({ back, ratio: contrast(front, back, theme) }))
        .filter(({ ratio }) => ratio < least)
        .map(({ back, ratio }) => `${front} on ${back} (${theme}): ${ratio.toFixed(2)}`),
    ),
  );
}

describe('the colours of app/globals.css', () => {
  it('measure as CSS Color 4 and WCAG say they do', () => {
    const red = oklabToLinearRgb(toOklab({ l: 0.62796, c: 0.25768, h: 29.2339 }));
    expect(red[0]).toBeCloseTo(1, 3);
    expect(red[1]).toBeCloseTo(0, 3);
    expect(red[2]).toBeCloseTo(0, 3);
    const white = luminanceOf(oklabToLinearRgb({ l: 1, a: 0, b: 0 }));
    expect(contrastOf(white, luminanceOf(oklabToLinearRgb({ l: 0, a: 0, b: 0 })))).toBeCloseTo(21, 2);
  });

  it('lie inside sRGB, so that every screen shows what was chosen', () => {
    const outside = [...tokens].flatMap(([name, token]) =>
      THEMES.filter((theme) => !token[theme].includes('/'))
        .filter((theme) => colorOf(name, theme).some((channel) => channel < -0.002 || channel > 1.002))
        .map((theme) => `${name} (${theme})`),
    );
    expect(outside).toEqual([]);
  });

  it('give every tier of text 4.5:1 on every ground and on a selected row', () => {
    expect(failures(['ink', 'ink-muted', 'ink-faint', 'accent-text'], [...GROUNDS, 'accent-soft'], 4.5)).toEqual([]);
  });

  it('give words about wrong and correct 4.5:1 on grounds and on their own tint', () => {
    expect(failures(['wrong', 'correct'], [...GROUNDS], 4.5)).toEqual([]);
    expect(failures(['wrong', 'ink', 'ink-muted'], ['wrong-soft'], 4.5)).toEqual([]);
    expect(failures(['correct', 'ink', 'ink-muted'], ['correct-soft'], 4.5)).toEqual([]);
  });

  it('give the labels of filled buttons and of a threshold 4.5:1', () => {
    expect(failures(['accent-ink'], ['accent', 'accent-hover'], 4.5)).toEqual([]);
    expect(failures(['wrong-ink'], ['wrong', 'wrong-hover'], 4.5)).toEqual([]);
    expect(failures(['ground'], ['ink'], 4.5)).toEqual([]);
  });

  it('give edges of controls, marks and the focus ring 3:1', () => {
    expect(failures(['line-control'], ['ground', 'surface', 'sunken', 'raised'], 3)).toEqual([]);
    expect(failures(['accent', 'focus', 'wrong'], [...GROUNDS, 'accent-soft'], 3)).toEqual([]);
  });

  it('hold the same stops of relevance as the ramp in numbers', () => {
    for (const theme of THEMES) {
      const written = [1, 2, 3, 4, 5].map((stop) => parseOklch(tokens.get(`relevance-${stop}`)?.[theme] ?? ''));
      expect(written).toEqual(RELEVANCE_STOPS[theme]);
    }
  });
});
