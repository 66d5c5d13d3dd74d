import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSpans, shownText } from '@/components/reader/text-blocks';

const textBlocks = (text: string) => blockSpans(text).map((span) => shownText(text, span));

const withoutSpace = (text: string) => text.replace(/\s/g, '');

describe('blocks of a text', () => {
  it('are its paragraphs, with the lines inside them kept', () => {
    expect(textBlocks('First line\nsecond line\n\n\nNext\r\n\r\n  Last\n')).toEqual([
      'First line\nsecond line',
      'Next',
      'Last',
    ]);
  });

  it('are none for a text without words', () => {
    expect(textBlocks(' \n\n\t\n')).toEqual([]);
  });

  it('lose no character, whatever the text', () => {
    const words = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('\n\n'), fc.constant('x'.repeat(4100))),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join(' ');
        expect(withoutSpace(textBlocks(text).join(''))).toBe(withoutSpace(text));
      }),
    );
  });

  it('stay short for a book without a line end, and end after sentences', () => {
    const blocks = textBlocks('The patient was seen again. '.repeat(50_000));
    expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThanOrEqual(4_000);
    expect(blocks.slice(0, -1).every((block) => block.endsWith('. '))).toBe(true);
  });

  it('never cut a character of two code units in half', () => {
    const blocks = textBlocks(`a${'𝒳'.repeat(5_000)}`);
    expect(blocks.some((block) => /\p{Surrogate}/u.test(block))).toBe(false);
    expect(blocks.join('')).toBe(`a${'𝒳'.repeat(5_000)}`);
  });
});
