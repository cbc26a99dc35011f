import { palette } from './palette.ts';

/** Colours of what is around the data. */
export interface Theme {
  name: 'light' | 'dark';
  /** Behind the chart. */
  paper: string;
  /** Titles, and what must stand out. */
  ink: string;
  /** Words on axes and in the legend. */
  text: string;
  grid: string;
  /** Between lanes, and of axes. */
  line: string;
  /** An answer in time: no colour of a director or a real server, and none that calls. */
  ok: string;
}

/** On white paper: pictures, and a light page. */
export const light: Theme = {
  name: 'light',
  paper: '#ffffff',
  ink: palette.ink,
  text: '#333333',
  grid: '#eeeeee',
  line: '#bbbbbb',
  ok: '#6b7a89',
};

/** On a dark page. */
export const dark: Theme = {
  name: 'dark',
  paper: '#1d2127',
  ink: '#f2f4f6',
  text: '#d0d5db',
  grid: '#2c323a',
  line: '#4a525d',
  ok: '#97a6b5',
};

/** Colours of the palette that would be lost on dark paper, each with a lighter one of its kind. */
const lighter: Record<string, string> = {
  [palette.ink]: '#f2f4f6',
  [palette.blue]: '#2b7fc4',
  '#7a6a00': '#b8a52e',
  '#5b4ea8': '#9a8fe0',
};

/** A colour of the palette as it is drawn on this paper. */
export function onPaper(theme: Theme, colour: string): string {
  return theme.name === 'dark' ? (lighter[colour] ?? colour) : colour;
}
