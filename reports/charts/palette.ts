import { color } from 'chart.js/helpers';

/**
 * Colours of Okabe and Ito ("Color Universal Design", 2008), chosen to stay apart for every kind of colour
 * vision. Directors and real servers take different ones, so that no colour means two things in one chart.
 */
export const palette = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
  purple: '#cc79a7',
  sky: '#56b4e9',
  vermillion: '#d55e00',
  yellow: '#f0e442',
  ink: '#222222',
  grey: '#8a8a8a',
} as const;

const directorColours = [palette.blue, palette.orange, palette.ink, palette.grey];
const realServerColours = [palette.green, palette.purple, palette.sky, '#7a6a00', '#5b4ea8', palette.grey];
const realServerShapes = ['circle', 'triangle', 'rect', 'rectRot', 'rectRounded', 'star'] as const;

/** Shape of a point in Chart.js. */
export type PointShape = (typeof realServerShapes)[number];

/** Colour of the n-th director of a topology. */
export function directorColour(index: number): string {
  return directorColours[index % directorColours.length] ?? palette.ink;
}

/** Colour of the n-th real server of a topology. */
export function realServerColour(index: number): string {
  return realServerColours[index % realServerColours.length] ?? palette.ink;
}

/** Shape of the n-th real server's points: tells them apart without colour. */
export function realServerShape(index: number): PointShape {
  return realServerShapes[index % realServerShapes.length] ?? 'circle';
}

/** Any CSS colour made see-through. `alpha` is 0..1. */
export function seeThrough(colour: string, alpha: number): string {
  const parsed = color(colour);
  return parsed.valid ? parsed.alpha(alpha).rgbString() : `rgba(138, 138, 138, ${alpha})`;
}
