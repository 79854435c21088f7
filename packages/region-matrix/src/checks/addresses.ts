import { contains, formatCidr, overlaps, parseCidr, type Cidr } from '../cidr';
import type { Check, Draft } from '../draft';
import { list, show, type Path, type Report } from '../problems';
import { LARGEST_VPC_PREFIX, SMALLEST_VPC_PREFIX } from '../subnet-plan';

/**
 * Blocks a VPC may use: RFC 1918, and RFC 6598's shared space. EC2 takes public blocks too, but then the VPC cannot
 * reach the hosts that own them.
 */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
const PRIVATE_BLOCKS = PRIVATE_RANGES.map((range) => parseCidr(range)).filter((block) => block !== undefined);

/** A suggestion is worth its search only in a matrix of real size. */
const MOST_SEARCHED = 200;

interface Block extends Cidr {
  /** The region's name here, or where else the block is from. */
  readonly owner: string;
  readonly path: Path;
}

/** The first free /16 of 10.0.0.0/8. It counts as taken afterwards, so two problems never suggest the same block. */
function freeBlock(taken: Cidr[]): string {
  if (taken.length > MOST_SEARCHED) return 'choose a free block';
  for (let second = 0; second < 256; second += 1) {
    const block = parseCidr(`10.${second}.0.0/16`);
    if (!block || taken.some((other) => overlaps(block, other))) continue;
    taken.push(block);
    return `choose a free block, for example '${formatCidr(block)}'`;
  }
  return 'choose a free block';
}

/** Reads one region's block and reports what is wrong with it alone. */
function readBlock(name: string, cidr: string, report: Report): Block | undefined {
  const path = ['regions', name, 'cidr'];
  const block = parseCidr(cidr);
  if (!block) {
    report(path, cidr, `${show(cidr)} is not an IPv4 block`, "use something like '10.0.0.0/16'");
    return undefined;
  }
  if (block.hasHostBits) {
    report(path, cidr, `'${cidr}' has bits set beyond its prefix`, `write '${formatCidr(block)}'`);
  }
  if (block.prefix > SMALLEST_VPC_PREFIX) {
    const reason = `a load balancer's subnet is at least a /27, and public subnets are 1/32 of the VPC`;
    report(path, cidr, `'${cidr}' is too small, ${reason}`, `use a /${SMALLEST_VPC_PREFIX} or larger`);
  } else if (block.prefix < LARGEST_VPC_PREFIX) {
    report(path, cidr, `'${cidr}' is larger than a VPC may be`, `use a /${LARGEST_VPC_PREFIX} or smaller`);
  }
  if (!PRIVATE_BLOCKS.some((range) => contains(range, block))) {
    report(path, cidr, `'${cidr}' is not private address space`, `use a block of ${list(PRIVATE_RANGES, 'or')}`);
  }
  return { ...block, owner: name, path };
}

/**
 * Reports each block that overlaps one declared before it. Blocks are swept by address, so the cost does not grow with
 * the square of the matrix; the widest block so far is the one that a later start can overlap.
 */
function reportOverlaps(blocks: readonly Block[], taken: Cidr[], report: Report): void {
  const position = new Map(blocks.map((block, index) => [block, index]));
  const byAddress = [...blocks].sort((a, b) => a.first - b.first || b.last - a.last);
  const pairs: (readonly [earlier: Block, later: Block])[] = [];
  let widest: Block | undefined;
  for (const block of byAddress) {
    if (widest && overlaps(widest, block)) {
      const declaredFirst = (position.get(widest) ?? 0) < (position.get(block) ?? 0);
      pairs.push(declaredFirst ? [widest, block] : [block, widest]);
    }
    if (!widest || block.last > widest.last) widest = block;
  }
  pairs.sort(([, a], [, b]) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  for (const [earlier, later] of pairs) {
    const message = `'${formatCidr(later)}' overlaps '${formatCidr(earlier)}' of ${earlier.owner}`;
    report(later.path, formatCidr(later), message, freeBlock(taken));
  }
}

/** Blocks of other environments in the same account: their VPCs may be peered or share a transit gateway. */
function siblingBlocks(draft: Draft): readonly Block[] {
  if (!draft.sound('account', 'name')) return [];
  return draft.siblings
    .filter((sibling) => sibling.account === draft.input.account && sibling.name !== draft.input.name)
    .flatMap((sibling) =>
      Object.entries(sibling.regions).flatMap(([name, region]) => {
        const block = parseCidr(region.cidr);
        return block ? [{ ...block, owner: `${name} in environment '${sibling.name}'`, path: [] }] : [];
      }),
    );
}

/** Every VPC has a private block of a size that the subnet plan fits, and shares no address with another. */
export const checkAddresses: Check = (draft, report) => {
  const own = draft
    .regionsWith('cidr')
    .map(([name, region]) => readBlock(name, region.cidr, report))
    .filter((block) => block !== undefined);
  const others = siblingBlocks(draft);
  const taken: Cidr[] = [...own, ...others];
  reportOverlaps(own, taken, report);
  for (const block of own) {
    const other = others.find((candidate) => overlaps(candidate, block));
    if (!other) continue;
    const message = `'${formatCidr(block)}' overlaps '${formatCidr(other)}' of ${other.owner}, in the same account`;
    report(block.path, formatCidr(block), message, freeBlock(taken));
  }
};
