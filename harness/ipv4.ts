/** An IPv4 subnet as numbers: addresses are 32-bit unsigned integers. */
export interface Ipv4Subnet {
  network: number;
  broadcast: number;
  prefixLength: number;
}

/**
 * The address as a 32-bit unsigned integer; null when the text is not four decimal numbers 0..255. A leading zero is
 * refused: programs disagree on whether 010 is ten or eight (inet_aton(3)), and one address would have two names.
 */
export function parseIpv4(text: string): number | null {
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return null;
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return null;
  return bytes.reduce((address, byte) => address * 256 + byte, 0);
}

/** Dotted decimal of a 32-bit unsigned integer. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

/** Whether an address lies in a subnet, its network and broadcast addresses included. */
export function liesIn({ network, broadcast }: Ipv4Subnet, address: number): boolean {
  return address >= network && address <= broadcast;
}

/** The fewest subnets that have exactly these addresses between them. */
export function subnetsOf(addresses: readonly number[]): Ipv4Subnet[] {
  const left = new Set(addresses);
  const subnets: Ipv4Subnet[] = [];
  for (const network of [...left].sort((a, b) => a - b)) {
    if (!left.has(network)) continue;
    let size = 1;
    const whole = (wanted: number) =>
      network % wanted === 0 &&
      Array.from({ length: wanted }, (_, offset) => network + offset).every((one) => left.has(one));
    while (whole(size * 2)) size *= 2;
    for (let offset = 0; offset < size; offset += 1) left.delete(network + offset);
    subnets.push({ network, broadcast: network + size - 1, prefixLength: 32 - Math.log2(size) });
  }
  return subnets;
}

/** `a.b.c.d/n` with all host bits zero; null otherwise. */
export function parseIpv4Subnet(text: string): Ipv4Subnet | null {
  const [address = '', length = ''] = text.split('/');
  const network = parseIpv4(address);
  const prefixLength = /^\d{1,2}$/.test(length) ? Number(length) : Number.NaN;
  if (network === null || !(prefixLength <= 32) || text.split('/').length !== 2) return null;
  const size = 2 ** (32 - prefixLength);
  return network % size === 0 ? { network, broadcast: network + size - 1, prefixLength } : null;
}
