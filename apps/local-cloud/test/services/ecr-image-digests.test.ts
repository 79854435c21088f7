import { createHash } from 'node:crypto';
import { type AwsResponse, jsonBody } from '../../src/gateway/aws-request';
import { ecrImageDigests } from '../../src/gateway/services/ecr-image-digests';
import { OverlayBench } from '../support/overlays';
import { jsonRequest } from '../support/requests';

const overlay = ecrImageDigests();
const digestOf = (manifest: string) => `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
/** The digest of the image that has the tag already. */
let tagged: string | undefined;
let bench: OverlayBench;
beforeEach(() => {
  tagged = undefined;
  bench = new OverlayBench((): AwsResponse | object => {
    if (tagged === undefined) return {};
    const message = `Image with digest '${tagged}' and tag 'v1' already exists`;
    return { status: 400, headers: {}, body: JSON.stringify({ __type: 'ImageAlreadyExistsException', message }) };
  });
});

function push(imageManifest: string, extra: object = {}): Promise<AwsResponse> {
  const input = { repositoryName: 'orders', imageTag: 'v1', imageManifest, ...extra };
  const request = jsonRequest('ecr', 'AmazonEC2ContainerRegistry_V20150921.PutImage', input);
  expect(overlay.handles(request)).toBe(true);
  return overlay.handle(request, bench.context(request));
}

test('the digest is that of the manifest, or the one that was given', async () => {
  await push('{}');
  await push('{}', { imageDigest: 'sha256:given' });
  expect(bench.forwarded.map((request) => jsonBody(request)['imageDigest'])).toEqual([digestOf('{}'), 'sha256:given']);
});

test('fails when another image has the tag', async () => {
  tagged = digestOf('{"other":1}');
  await expect(push('{}')).rejects.toMatchObject({
    code: 'ImageTagAlreadyExistsException',
    message:
      "The image tag 'v1' already exists in the 'orders' repository and cannot be overwritten because the repository is immutable.",
  });
});

test('the same image under the same tag is told as such', async () => {
  tagged = digestOf('{}');
  expect((await push('{}')).body).toContain('ImageAlreadyExistsException');
});
