import { expect, test } from 'vitest';
import { actionOf } from './timeline-keys.ts';
import { narrowestS, panned, zoomed } from './timeline-window.ts';

const limits = { from: -2, to: 10 };

test('zooming keeps the instant where it was, and both ends within the limits', () => {
  expect(zoomed(limits, limits, 2, 1)).toEqual({ from: -0.5, to: 5.5 });
  expect(zoomed({ from: -2, to: 0 }, limits, 0.5, -1)).toEqual({ from: -2, to: 2 });
  expect(zoomed({ from: 4, to: 5 }, limits, 0.001, 4)).toEqual(limits);
  const { from, to } = zoomed({ from: 4, to: 4.02 }, limits, 100, 4.01);
  expect(to - from).toBeCloseTo(narrowestS, 9);
});

test('panning moves by a part of what is in view, and stops at the ends', () => {
  expect(panned({ from: 0, to: 4 }, limits, 0.25)).toEqual({ from: 1, to: 5 });
  expect(panned({ from: 0, to: 4 }, limits, -1)).toEqual({ from: -2, to: 2 });
  expect(panned({ from: 7, to: 9.5 }, limits, 1)).toEqual({ from: 7.5, to: 10 });
});

test('keys that mean something to the chart are its own, all others the browser’s', () => {
  const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  const keys = ['+', '=', '-', 'ArrowLeft', 'ArrowRight', '0', 'Escape', 'Tab', 'ArrowDown', 'a'];
  expect(keys.map((key) => actionOf({ ...none, key }))).toEqual([
    ...['zoom-in', 'zoom-in', 'zoom-out', 'pan-left', 'pan-right', 'reset', 'reset'],
    ...[null, null, null],
  ]);
  expect(actionOf({ ...none, key: 'ArrowLeft', shiftKey: true })).toBe('cursor-left');
  expect(actionOf({ ...none, key: 'ArrowRight', shiftKey: true })).toBe('cursor-right');
  expect(actionOf({ ...none, key: '+', ctrlKey: true })).toBeNull();
  expect(actionOf({ ...none, key: 'ArrowLeft', altKey: true })).toBeNull();
});
