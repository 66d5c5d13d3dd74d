import type { TextSpan } from '@/components/reader/text-blocks';

/** A stretch of a block: inside a sentence, or between two of them. */
export interface TextPart extends TextSpan {
  /** Place of the sentence among the scored ones; null between them and where none are scored. */
  readonly sentence: number | null;
  /** The sentence ends here; a sentence over two blocks has two parts. */
  readonly isEnd: boolean;
}

/**
 * The blocks of a text in parts, by the sentences in them; the parts of a block make up the block.
 *
 * @param blocks     In order, without overlap.
 * @param sentences  In order, without overlap, in the same text.
 */
export function sentenceParts(blocks: readonly TextSpan[], sentences: readonly TextSpan[]): TextPart[][] {
  let next = 0;
  return blocks.map((block) => {
    const parts: TextPart[] = [];
    let at = block.start;
    const add = (end: number, sentence: number | null, isEnd: boolean) => {
      if (end > at) parts.push({ start: at, end, sentence, isEnd });
      at = Math.max(at, end);
    };
    for (let place = next; at < block.end; place++) {
      const sentence = sentences[place];
      if (!sentence || sentence.start >= block.end) break;
      add(Math.max(block.start, sentence.start), null, false);
      add(Math.min(block.end, sentence.end), place, sentence.end <= block.end);
      if (sentence.end <= block.end) next = place + 1;
    }
    add(block.end, null, false);
    return parts;
  });
}
