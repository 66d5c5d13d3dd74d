import { describe, expect, test } from 'vitest';
import { texToText } from '@/ingestion/bibtex/tex-text';

describe('TeX becomes text', () => {
  test.each([
    ['Bostr\\"{o}m and W{\\"a}yrynen, M\\"uller', 'Boström and Wäyrynen, Müller'],
    ["\\'{e}t\\'e, \\c{c}a, \\c ca, na\\\"\\i ve, {\\'{\\i}}", 'été, ça, ça, naïve, í'],
    [
      '\\v{S}, Erd\\H{o}s, \\k{a}, \\r{u}, \\AA ngstr\\"om, {\\L}ukasz, stra{\\ss}e, \\O{}rsted',
      'Š, Erdős, ą, ů, Ångström, Łukasz, straße, Ørsted',
    ],
    ['{{The {DNA} of \\textit{E. coli}}}, {\\em in vivo}', 'The DNA of E. coli, in vivo'],
    ['$\\alpha$-synuclein, 5 $\\mu$g, CO$_2$, Ca$^{2+}$, 10$^{-3}$', 'α-synuclein, 5 μg, CO₂, Ca²⁺, 10⁻³'],
    ['$p<0.05$ but $5 and $10 in cash', 'p<0.05 but $5 and $10 in cash'],
    ['100\\% and 50% of 3\\,kg \\& more~here', '100% and 50% of 3 kg & more here'],
    ["pages 1--2 --- ``quoted'' O'Neill's co-op", "pages 1–2 — “quoted” O'Neill's co-op"],
    ['two\n\t lines\\\\and a break', 'two lines and a break'],
    [
      '\\unknown stays, \\unknown{argument}, \\LaTeX{}, \\textsuperscript{13}C',
      '\\unknown stays, argument, LaTeX, 13C',
    ],
    ['foo\\~{}bar x^2 a_b {[}c{]}', 'foo~bar x^2 a_b [c]'],
    ['unbalanced } and { and \\', 'unbalanced and and'],
  ])('%j', (tex, text) => {
    expect(texToText(tex)).toBe(text);
  });

  // Recursive readers run out of stack here, backtracking ones out of time.
  test.each([
    ['braces', `${'{'.repeat(200_000)}x${'}'.repeat(200_000)}`, 'x'],
    ['accents', `${"\\'{".repeat(100_000)}`, "'"],
    ['dollars', '$'.repeat(200_000), ''],
    ['words', '\\emph{word} '.repeat(50_000), 'word '.repeat(50_000).trim()],
  ])('deep or long: %s', (_, tex, text) => {
    expect(texToText(tex)).toBe(text);
  });
});
