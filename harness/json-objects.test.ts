import { expect, test } from 'vitest';
import { objectsIn, printedObjects } from './json-objects.ts';

test('the objects of a list, and nothing else that stands in it', () => {
  expect(printedObjects('ip', '[{"ifname":"eth0"}, null, 5, "x"]')).toEqual([{ ifname: 'eth0' }]);
  expect(printedObjects('tc', ' \n')).toEqual([]);
  expect(objectsIn({ length: 1 })).toEqual([]);
});

test.each(['""', '{}', 'null', '5', '[', 'Cannot find device'])('%s is refused in a sentence', (text) => {
  expect(() => printedObjects('ip', text)).toThrow(`ip printed no list in JSON: ${JSON.stringify(text)}.`);
});
