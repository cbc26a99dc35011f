/** A real server of a service's list as the kernel knows it (`struct ip_vs_dest`); the counts change as connections do. */
export interface Server {
  readonly name: string;
  readonly weight: number;
  active: number;
  inactive: number;
}

/** What a real server costs in the eyes of lc, wlc, lblc and lblcr (`ip_vs_dest_conn_overhead` in include/net/ip_vs.h). */
export function overhead({ active, inactive }: Server): number {
  return 256 * active + inactive;
}

/** Greatest common divisor of the weights above 0; 0 when there are none. */
export function commonDivisor(weights: readonly number[]): number {
  const divide = (a: number, b: number): number => (b === 0 ? a : divide(b, a % b));
  return weights.filter((weight) => weight > 0).reduce((divisor, weight) => divide(weight, divisor), 0);
}
