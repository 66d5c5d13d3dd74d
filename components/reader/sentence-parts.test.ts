import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceParts } from '@/components/reader/sentence-parts';
import { blockSpans, type TextSpan } from '@/components/reader/text-blocks';

const spans = (...ends: readonly (readonly [number, number])[]): TextSpan[] =>
  ends.map(([start, end]) => ({ start, end }));

describe('parts of blocks', () => {
  it('are the sentences and what lies between them', () => {
    expect(sentenceParts(spans([0, 20]), spans([0, 8], [9, 15]))).toEqual([
      [
        { start: 0, end: 8, sentence: 0, isEnd: true },
        { start: 8, end: 9, sentence: null, isEnd: false },
        { start: 9, end: 15, sentence: 1, isEnd: true },
        { start: 15, end: 20, sentence: null, isEnd: false },
      ],
    ]);
  });

  it('are two for a sentence that goes on in the next block', () => {
    expect(sentenceParts(spans([0, 10], [12, 20]), spans([6, 15]))).toEqual([
      [
        { start: 0, end: 6, sentence: null, isEnd: false },
        { start: 6, end: 10, sentence: 0, isEnd: false },
      ],
      [
        { start: 12, end: 15, sentence: 0, isEnd: true },
        { start: 15, end: 20, sentence: null, isEnd: false },
      ],
    ]);
  });

  it('are the whole block where no sentence is scored', () => {
    expect(sentenceParts(spans([0, 5]), [])).toEqual([[{ start: 0, end: 5, sentence: null, isEnd: false }]]);
  });

  it('make up their blocks and end each sentence once, whatever lies where', () => {
    const gaps = fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 12 })), { maxLength: 12 });
    const lay = (steps: readonly (readonly [number, number])[]) => {
      let at = 0;
      return steps.map(([gap, length]) => {
        const start = at + gap;
        at = start + length;
        return { start, end: at };
      });
    };
    fc.assert(
      fc.property(gaps, gaps, (blockSteps, sentenceSteps) => {
        const [blocks, sentences] = [lay(blockSteps), lay(sentenceSteps)];
        const parts = sentenceParts(blocks, sentences);
        parts.forEach((own, place) => {
          const block = blocks[place];
          expect(own[0]?.start).toBe(block?.start);
          expect(own.at(-1)?.end).toBe(block?.end);
          own.slice(1).forEach((part, index) => {
            expect(part.start).toBe(own[index]?.end);
          });
        });
        const inside = (part: { start: number; end: number; sentence: number | null }) => {
          const sentence = part.sentence === null ? null : sentences[part.sentence];
          return !sentence || (sentence.start <= part.start && part.end <= sentence.end);
        };
        expect(parts.flat().every(inside)).toBe(true);
      }),
    );
  });

  it('of a text with carriage returns keep the places of its sentences', () => {
    const text = 'Background.\r\n\r\nFirst one.\r\nSecond one.';
    const blocks = blockSpans(text);
    const second = { start: text.indexOf('Second'), end: text.length };
    const marked = sentenceParts(blocks, [second])
      .flat()
      .filter(({ sentence }) => sentence === 0);
    expect(marked.map(({ start, end }) => text.slice(start, end))).toEqual(['Second one.']);
  });
});
