/** An IPv4 block: its first address as a number, and its prefix length. */
export interface Cidr {
  readonly first: number;
  /** Last address of the block. */
  readonly last: number;
  /** 0 to 32. */
  readonly prefix: number;
}

const CIDR_PATTERN = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Number of addresses in a block of this prefix length. */
export function blockSize(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** The block of this prefix length that holds `address`. Arithmetic, not bit operators: those are signed in 32 bits. */
export function blockAt(address: number, prefix: number): Cidr {
  const size = blockSize(prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefix };
}

/**
 * Reads 'a.b.c.d/p' strictly: four decimal octets without leading zeros (some parsers take them for octal) and a
 * prefix of 0 to 32. `hasHostBits` says that the address lies inside the block instead of at its start, which AWS
 * silently changes and Terraform then reports as a difference.
 */
export function parseCidr(text: string): (Cidr & { readonly hasHostBits: boolean }) | undefined {
  const parts = CIDR_PATTERN.exec(text)?.slice(1);
  if (!parts || parts.some((part) => part.length > 1 && part.startsWith('0'))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = parts.map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const block = blockAt(address, prefix);
  return { ...block, hasHostBits: block.first !== address };
}

/** Writes a block as 'a.b.c.d/p'. */
export function formatCidr({ first, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Whether two blocks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether `inner` lies wholly inside `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}
