import type { PrecisionChoice } from '@/inference/parity/choose-precision';

type Step = Parameters<NonNullable<PrecisionChoice['onStep']>>[0];

const REPORT_TO_LOG_EVERY_TEXTS = 50;

/** Which precision is compared on how many of the texts: one redrawn line on a terminal, a line now and then in a log. */
export function showParityProgress(target: NodeJS.WriteStream) {
  let isBegun = false;
  return {
    show({ precision, textsDone, texts }: Step): void {
      if (!target.isTTY && textsDone % REPORT_TO_LOG_EVERY_TEXTS !== 0) return;
      isBegun = true;
      const line = `Comparing precisions: ${precision}, ${textsDone} of ${texts} texts`;
      target.write(target.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    finish(): void {
      if (isBegun && target.isTTY) target.write('\n');
    },
  };
}
