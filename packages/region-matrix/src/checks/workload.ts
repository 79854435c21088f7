import { DEFAULTS } from '../defaults';
import type { Check } from '../draft';
import { list, show } from '../problems';

/**
 * Memory that each CPU size of Fargate allows, in MiB: smallest, largest, step. 256 CPU units are the exception, with
 * three sizes.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const FARGATE_MEMORY = new Map<number, { readonly least: number; readonly most: number; readonly step: number }>([
  [512, { least: 1024, most: 4096, step: 1024 }],
  [1024, { least: 2048, most: 8192, step: 1024 }],
  [2048, { least: 4096, most: 16_384, step: 1024 }],
  [4096, { least: 8192, most: 30_720, step: 1024 }],
  [8192, { least: 16_384, most: 61_440, step: 4096 }],
  [16_384, { least: 32_768, most: 122_880, step: 8192 }],
]);
const SMALLEST_CPU = 256;
const SMALLEST_MEMORY = [512, 1024, 2048];

function memoryChoices(cpu: number): readonly number[] | undefined {
  if (cpu === SMALLEST_CPU) return SMALLEST_MEMORY;
  const range = FARGATE_MEMORY.get(cpu);
  if (!range) return undefined;
  return Array.from(
    { length: (range.most - range.least) / range.step + 1 },
    (_, index) => range.least + index * range.step,
  );
}

/** CPU and memory are a pair that Fargate offers. */
export const checkFargateSize: Check = (draft, report) => {
  if (!draft.sound('workload.cpu')) return;
  const { cpu, memoryMiB } = draft.input.workload;
  const choices = memoryChoices(cpu);
  if (!choices) {
    const sizes = [SMALLEST_CPU, ...FARGATE_MEMORY.keys()].map(String);
    report(['workload', 'cpu'], cpu, `Fargate has no task of ${cpu} CPU units`, `use ${list(sizes, 'or')}`);
    return;
  }
  if (!draft.sound('workload.memoryMiB') || choices.includes(memoryMiB)) return;
  const nearest = choices.find((choice) => choice >= memoryMiB) ?? Math.max(...choices);
  report(
    ['workload', 'memoryMiB'],
    memoryMiB,
    `Fargate has no task of ${cpu} CPU units with ${memoryMiB} MiB`,
    `use ${nearest} MiB, or another cpu`,
  );
};

/** A full version ('1.4.2', 'v2.0.0-rc.1') or a commit hash ('3f9c2ab', 'main-3f9c2ab'): tags that nobody moves. */
const IMMUTABLE_TAG = /(?:^|[-_.v])(?:\d+\.\d+\.\d+|(?=[0-9a-f]*\d)[0-9a-f]{7,64})(?:$|[-_.+])/;

/** One way to name the image, and in production one that keeps naming the same image. */
export const checkImage: Check = (draft, report) => {
  if (!draft.sound('workload.image')) return;
  const image: { readonly tag?: string; readonly digest?: string } = draft.input.workload.image;
  if ((image.tag === undefined) === (image.digest === undefined)) {
    report(
      ['workload', 'image'],
      image,
      image.tag === undefined ? 'neither tag nor digest is given' : 'both tag and digest are given',
      image.tag === undefined ? "add one of them, for example tag: '1.4.2'" : 'keep one of them',
    );
    return;
  }
  if (image.tag === undefined || IMMUTABLE_TAG.test(image.tag) || !draft.sound('production')) return;
  if (!(draft.input.production ?? DEFAULTS.production)) return;
  report(
    ['workload', 'image', 'tag'],
    image.tag,
    `tag ${show(image.tag)} can move, regions would then run different images in production`,
    "use a full version such as '1.4.2', a commit hash, or the digest",
  );
};
