// Written by scripts/refresh-checker-ranges.mjs; run it again instead of editing.

/**
 * Addresses that Route 53's health checkers send from, in the `aws` partition.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/route-53-ip-addresses.html
 */
export const ROUTE53_CHECKER_RANGES = {
  /** When AWS published the list, UTC. */
  published: '2026-08-22T21:17:05Z',
  ipv4: [
    '107.23.255.0/26',
    '15.177.0.0/18',
    '15.177.108.0/24',
    '176.34.159.192/26',
    '177.71.207.128/26',
    '54.183.255.128/26',
    '54.228.16.0/26',
    '54.232.40.64/26',
    '54.241.32.64/26',
    '54.243.31.192/26',
    '54.244.52.192/26',
    '54.245.168.0/26',
    '54.248.220.0/26',
    '54.250.253.192/26',
    '54.251.31.128/26',
    '54.252.254.192/26',
    '54.252.79.128/26',
    '54.255.254.192/26',
  ],
  ipv6: [
    '2406:da14:7ff:f800::/56',
    '2406:da14:fff:f800::/56',
    '2406:da18:7ff:f800::/56',
    '2406:da18:fff:f800::/56',
    '2406:da1c:7ff:f800::/56',
    '2406:da1c:fff:f800::/56',
    '2600:1f14:7ff:f800::/56',
    '2600:1f14:fff:f800::/56',
    '2600:1f18:3fff:f800::/56',
    '2600:1f18:7fff:f800::/56',
    '2600:1f1c:7ff:f800::/56',
    '2600:1f1c:fff:f800::/56',
    '2600:1f1e:7ff:f800::/56',
    '2600:1f1e:fff:f800::/56',
    '2600:f0f0:300:100::/56',
    '2600:f0f0:30e::/48',
    '2600:f0f0:30f::/48',
    '2a05:d018:7ff:f800::/56',
    '2a05:d018:fff:f800::/56',
  ],
} as const;
