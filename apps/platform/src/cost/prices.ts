// US dollars, on demand, before tax and discounts. They are typed in from AWS's public pages, which `items.ts` names, and
// no program renews them: check them before relying on a total, and date the table anew.

/** When the prices were so; year and month. */
export const PRICES_AS_OF = '2025-06';

/** AWS's own month for prices by the hour. */
export const HOURS_A_MONTH = 730;

export type Prices = Readonly<Record<string, number>>;

/** The same in each region of the table. */
const IN_EACH_REGION: Prices = {
  'public IPv4 address': 0.005,
  'KMS key': 1,
  'Container Insights metric': 0.07,
  'alarm metric': 0.1,
  'composite alarm': 0.5,
  'canary run': 0.0012,
  'Lambda GB-second': 0.000_016_666_7,
};

/** Prices by region, and those of no region; of an hour, a month or a use, as the item says. */
export const PRICES: Readonly<Record<string, Prices>> = {
  'ap-south-1': {
    ...IN_EACH_REGION,
    'Fargate ARM64 vCPU': 0.023_83,
    'Fargate ARM64 GB': 0.002_61,
    'valkey cache.r7g.large': 0.201_5,
    'valkey cache.m7g.large': 0.145_4,
    'interface endpoint': 0.013,
    'NAT gateway': 0.056,
    'Application Load Balancer': 0.023_9,
  },
  'us-east-1': {
    ...IN_EACH_REGION,
    'Fargate ARM64 vCPU': 0.032_38,
    'Fargate ARM64 GB': 0.003_56,
    'valkey cache.r7g.large': 0.175_2,
    'valkey cache.m7g.large': 0.126_4,
    'interface endpoint': 0.01,
    'NAT gateway': 0.045,
    'Application Load Balancer': 0.022_5,
  },
  'eu-west-1': {
    ...IN_EACH_REGION,
    'Fargate ARM64 vCPU': 0.032_38,
    'Fargate ARM64 GB': 0.003_56,
    'valkey cache.r7g.large': 0.194_4,
    'valkey cache.m7g.large': 0.140_3,
    'interface endpoint': 0.011,
    'NAT gateway': 0.048,
    'Application Load Balancer': 0.025_2,
  },
  global: {
    'dashboard of up to 50 metrics': 3,
    'dashboard of more than 50 metrics': 3,
    'hosted zone': 0.5,
    'health check of AWS': 0.5,
    'option of a health check of AWS': 1,
    'health check elsewhere': 0.75,
    'option of a health check elsewhere': 2,
  },
};

const MUMBAI_CACHE = 'price of cache nodes in ap-south-1: 1.15 times that of us-east-1';
const IRELAND_M7G = 'price of cache.m7g.large in eu-west-1: 1.11 times that of us-east-1, as with cache.r7g.large';

/** What of the table is no published price but derived from one, by region and item; how. */
export const ESTIMATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ap-south-1': { 'valkey cache.r7g.large': MUMBAI_CACHE, 'valkey cache.m7g.large': MUMBAI_CACHE },
  'eu-west-1': { 'valkey cache.m7g.large': IRELAND_M7G },
};
