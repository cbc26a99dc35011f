/** A stretch of the time axis, s. */
export interface Stretch {
  from: number;
  to: number;
}

/** As far as one can zoom in, s: below that an instant is not known any better. */
export const narrowestS = 0.01;

/** The stretch after zooming by a factor, above 1 in, about an instant; within the limits. */
export function zoomed(view: Stretch, limits: Stretch, factor: number, aboutS: number): Stretch {
  const width = Math.min(limits.to - limits.from, Math.max(narrowestS, (view.to - view.from) / factor));
  const part = (aboutS - view.from) / (view.to - view.from);
  return within({ from: aboutS - part * width, to: aboutS + (1 - part) * width }, limits);
}

/** The stretch moved by a part of its width, below 0 to the left; within the limits. */
export function panned(view: Stretch, limits: Stretch, part: number): Stretch {
  const by = (view.to - view.from) * part;
  return within({ from: view.from + by, to: view.to + by }, limits);
}

/** Moved, not narrowed, until it lies within the limits. */
function within({ from, to }: Stretch, limits: Stretch): Stretch {
  const by = Math.max(0, limits.from - from) - Math.max(0, to - limits.to);
  return { from: Math.max(limits.from, from + by), to: Math.min(limits.to, to + by) };
}
