/** How a batch of equally long texts is folded into blocks for local attention. Rows count through the whole batch. */
export interface BlockLayout {
  readonly blockCount: number;
  readonly queriesPerBlock: number;
  readonly keysPerBlock: number;
  /** [blockCount x queriesPerBlock]; the last block of a text repeats the text's last row to fill up. */
  readonly queryRows: BigInt64Array;
  /** [blockCount x keysPerBlock], always rows of the block's own text. */
  readonly keyRows: BigInt64Array;
  /** [textCount x length]: index into blocks x queries of each row's result. */
  readonly resultRows: BigInt64Array;
  /** [blockCount x queriesPerBlock x keysPerBlock]: 0 where visible, HIDDEN elsewhere. */
  readonly bias: Float32Array;
}

interface BlockShape {
  readonly blocksPerText: number;
  readonly queriesPerBlock: number;
  readonly keysPerBlock: number;
}

/** Finite, so that no arithmetic makes NaN of it, and far below any score: exp() of it is 0 in fp32. */
const HIDDEN = -1e9;
/** Smaller blocks waste fewer hidden keys but make products too small to be fast. */
const SMALLEST_BLOCK = 32;
/**
 * Copying a key or a query costs about as much as scoring this many pairs: with it the choice falls on one block up to
 * about 250 tokens and on blocks of 60 to 70 queries above, which is what measured fastest (docs/inference.md).
 */
const PAIRS_PER_COPIED_ROW = 30;

/**
 * @param textCount  Texts in the batch, >= 1.
 * @param length     Tokens of each text, >= 1.
 * @param reach      Largest visible distance, that distance included, >= 0.
 */
export function layOutBlocks(textCount: number, length: number, reach: number): BlockLayout {
  const shape = chooseBlockShape(length, reach);
  const { blocksPerText, queriesPerBlock, keysPerBlock } = shape;
  const blockCount = textCount * blocksPerText;
  const layout: BlockLayout = {
    blockCount,
    queriesPerBlock,
    keysPerBlock,
    queryRows: new BigInt64Array(blockCount * queriesPerBlock),
    keyRows: new BigInt64Array(blockCount * keysPerBlock),
    resultRows: new BigInt64Array(textCount * length),
    bias: new Float32Array(blockCount * queriesPerBlock * keysPerBlock),
  };
  for (let block = 0; block < blockCount; block++) fillBlock(layout, shape, block, length, reach);
  return layout;
}

/** The cheapest fold of one text: fewer pairs against more copies. */
export function chooseBlockShape(length: number, reach: number): BlockShape {
  let best = shapeOf(length, reach, 1);
  let bestCost = costOf(best);
  const mostBlocks = Math.ceil(length / SMALLEST_BLOCK);
  for (let blocks = 2; blocks <= mostBlocks; blocks++) {
    const shape = shapeOf(length, reach, blocks);
    const cost = costOf(shape);
    if (cost < bestCost) [best, bestCost] = [shape, cost];
  }
  return best;
}

function shapeOf(length: number, reach: number, blocks: number): BlockShape {
  const queriesPerBlock = Math.ceil(length / blocks);
  return {
    // Rounding up the block may make the last ones superfluous.
    blocksPerText: Math.ceil(length / queriesPerBlock),
    queriesPerBlock,
    keysPerBlock: Math.min(length, queriesPerBlock + 2 * reach),
  };
}

function costOf({ blocksPerText, queriesPerBlock, keysPerBlock }: BlockShape): number {
  return blocksPerText * (queriesPerBlock * keysPerBlock + PAIRS_PER_COPIED_ROW * (queriesPerBlock + keysPerBlock));
}

function fillBlock(layout: BlockLayout, shape: BlockShape, block: number, length: number, reach: number): void {
  const { queriesPerBlock, keysPerBlock } = shape;
  const textStart = Math.floor(block / shape.blocksPerText) * length;
  const firstQuery = (block % shape.blocksPerText) * queriesPerBlock;
  const firstKey = Math.max(0, Math.min(firstQuery - reach, length - keysPerBlock));
  for (let k = 0; k < keysPerBlock; k++) layout.keyRows[block * keysPerBlock + k] = BigInt(textStart + firstKey + k);
  for (let q = 0; q < queriesPerBlock; q++) {
    const position = Math.min(firstQuery + q, length - 1);
    const slot = block * queriesPerBlock + q;
    layout.queryRows[slot] = BigInt(textStart + position);
    if (firstQuery + q < length) layout.resultRows[textStart + position] = BigInt(slot);
    hideBeyondReach(layout.bias.subarray(slot * keysPerBlock, (slot + 1) * keysPerBlock), position - firstKey, reach);
  }
}

function hideBeyondReach(bias: Float32Array, position: number, reach: number): void {
  bias.fill(HIDDEN, 0, Math.max(0, position - reach));
  bias.fill(HIDDEN, Math.min(bias.length, position + reach + 1));
}
