import { expect, it } from 'vitest';
import { scoredText } from '@/jobs/scoring/scored-text';

it.each([
  ['the title above the text', 'Asthma in children', 'We followed 20.', 'Asthma in children\nWe followed 20.'],
  ['the text alone when it begins with its title', 'Asthma', 'Asthma\nWe followed 20.', 'Asthma\nWe followed 20.'],
  ['the text alone without a title', null, 'We followed 20.', 'We followed 20.'],
  ['the title alone without a text', 'Asthma in children', '', 'Asthma in children'],
])('the model reads %s', (_what, title, text, read) => {
  expect(scoredText({ title, text })).toBe(read);
});
