import { createHash } from 'node:crypto';
import { jsonBody, responseJson, withJson } from '../aws-request';
import { AwsError, type ServiceOverlay } from '../overlay';

interface Input {
  readonly repositoryName?: string;
  readonly imageTag?: string;
  readonly imageManifest?: string;
  readonly imageDigest?: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html */
export function ecrImageDigests(): ServiceOverlay {
  return {
    service: 'ecr',
    reason:
      "moto takes an image's digest from its layers alone and gives a tag that cannot be moved the wrong error; the gateway takes the digest from the manifest and names the error.",
    handles: ({ action }) => action === 'PutImage',
    async handle(request, context) {
      const input = jsonBody<Input>(request);
      const digest = `sha256:${createHash('sha256')
        .update(input.imageManifest ?? '')
        .digest('hex')}`;
      context.answeredBy('moto');
      const response = await context.forward(withJson(request, { imageDigest: digest, ...input }));
      const { __type = '', message = '' } = responseJson<{ __type?: string; message?: string }>(response);
      // The message names the image that has the tag: another one is about to take it away.
      if (__type.endsWith('ImageAlreadyExistsException') && !message.includes(digest)) {
        throw new AwsError(
          'ImageTagAlreadyExistsException',
          `The image tag '${input.imageTag ?? ''}' already exists in the '${input.repositoryName ?? ''}' repository and cannot be overwritten because the repository is immutable.`,
        );
      }
      return response;
    },
  };
}
