import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastOf, distanceOf, type LinearRgb, luminanceOf, oklabToLinearRgb } from '@/components/ui/color-measures';
import { INK_CUT_LIGHTNESS, relevanceColor, relevanceOklab, type Theme } from '@/components/ui/relevance-ramp';

const THEMES = ['light', 'dark'] as const;
const SCORES = Array.from({ length: 401 }, (_, index) => 1 + index / 100);

/** Full loss of one kind of cone, on linear RGB (Machado, Oliveira and Fernandes 2009, table 1, severity 1.0). */
const BLINDNESS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function seenWith(matrix: readonly number[], rgb: LinearRgb): LinearRgb {
  const row = (start: number) =>
    (matrix[start] ?? 0) * rgb[0] + (matrix[start + 1] ?? 0) * rgb[1] + (matrix[start + 2] ?? 0) * rgb[2];
  return [row(0), row(3), row(6)];
}

function inkLuminance(lightness: number): number {
  const ink = Math.min(1, Math.max(0.05, (INK_CUT_LIGHTNESS - lightness) * 100_000));
  return luminanceOf(oklabToLinearRgb({ l: ink, a: 0, b: 0 }));
}

function luminances(theme: Theme, matrix?: readonly number[]): number[] {
  return SCORES.map((score) => {
    const rgb = oklabToLinearRgb(relevanceOklab(score, theme));
    return luminanceOf(matrix ? seenWith(matrix, rgb) : rgb);
  });
}

describe('the relevance ramp', () => {
  it('names its ends and stops by the tokens and mixes between them', () => {
    expect(relevanceColor(1)).toBe('var(--relevance-1)');
    expect(relevanceColor(5)).toBe('var(--relevance-5)');
    expect(relevanceColor(3.25)).toBe('color-mix(in oklab, var(--relevance-3), var(--relevance-4) 25%)');
  });

  it('takes the nearer end for a score outside 1 to 5', () => {
    expect(relevanceColor(0.2)).toBe('var(--relevance-1)');
    expect(relevanceColor(7)).toBe('var(--relevance-5)');
    expect(relevanceColor(Number.NaN)).toBe('var(--relevance-1)');
  });

  it.each(THEMES)('runs one way in lightness, away from the %s ground', (theme) => {
    const lightness = SCORES.map((score) => relevanceOklab(score, theme).l);
    const away = theme === 'light' ? -1 : 1;
    expect(lightness.every((l, index) => index === 0 || (l - (lightness[index - 1] ?? l)) * away > 0)).toBe(true);
  });

  it.each(THEMES)('takes steps of the same size between whole scores (%s)', (theme) => {
    const steps = [1, 2, 3, 4].map((score) =>
      distanceOf(relevanceOklab(score, theme), relevanceOklab(score + 1, theme)),
    );
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.08);
    expect(Math.min(...steps)).toBeGreaterThan(0.085);
  });

  it.each(THEMES.flatMap((theme) => Object.entries(BLINDNESS).map(([name, matrix]) => ({ theme, name, matrix }))))(
    'keeps its order for an eye with $name ($theme)',
    ({ theme, matrix }) => {
      const seen = luminances(theme, matrix);
      const away = theme === 'light' ? -1 : 1;
      expect(seen.every((value, index) => index === 0 || (value - (seen[index - 1] ?? value)) * away > 0)).toBe(true);
    },
  );

  it.each(THEMES)('carries ink of at least 4.5:1 at every hundredth of a score (%s)', (theme) => {
    const tooFaint = SCORES.filter((score) => {
      const fill = relevanceOklab(score, theme);
      return contrastOf(luminanceOf(oklabToLinearRgb(fill)), inkLuminance(fill.l)) < 4.5;
    });
    expect(tooFaint).toEqual([]);
  });

  it.each(THEMES)('leaves the text of a marked sentence readable at every score (%s)', (theme) => {
    const pair = { light: [0.996, 0.235], dark: [0.215, 0.93] } as const;
    const [surface, ink] = pair[theme];
    const inkLight = luminanceOf(oklabToLinearRgb({ l: ink, a: 0, b: 0 }));
    const tooFaint = SCORES.filter((score) => {
      const { l, a, b } = relevanceOklab(score, theme);
      const marked = { l: 0.45 * l + 0.55 * surface, a: 0.45 * a, b: 0.45 * b };
      return contrastOf(luminanceOf(oklabToLinearRgb(marked)), inkLight) < 4.5;
    });
    expect(tooFaint).toEqual([]);
  });

  it('chooses its ink in CSS by the same cut as in numbers', () => {
    const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
    expect(css).toContain(`clamp(0.05, (${INK_CUT_LIGHTNESS} - l) * 100000, 1)`);
  });
});
