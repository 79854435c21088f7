/** Longest repository name that ECR accepts, in characters. */
export const REPOSITORY_NAME_LIMIT = 256;

/**
 * What ECR accepts: lower-case words joined by `.`, `_` or `-`, in namespaces parted by `/`.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
 */
const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/**
 * URL of a repository, as `docker push` and a task definition take it, without tag or digest. Computed, so that no
 * region reads another region's state to learn it.
 *
 * @param account owner of the registry, 12 digits
 */
export function repositoryUrl(account: string, region: string, repositoryName: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`;
}

/**
 * ARN of a repository. Computed: in a destination region ECR creates the repository, so no Terraform resource has it.
 *
 * @param account owner of the registry, 12 digits
 */
export function repositoryArn(account: string, region: string, repositoryName: string): string {
  return `arn:aws:ecr:${region}:${account}:repository/${repositoryName}`;
}

/** All that stands before the last `/` of a repository name; empty for a name without a namespace. */
export function repositoryNamespace(repositoryName: string): string {
  return repositoryName.slice(0, Math.max(0, repositoryName.lastIndexOf('/')));
}

/**
 * The problem of a repository name, or `false`. It needs a namespace, because a repository creation template matches
 * by namespace: ECR adds a `/` to the template's prefix, so that the prefix `orders-api` misses the repository
 * `orders-api`, which would then be created with ECR's defaults (mutable tags, no own key, no lifecycle policy).
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html
 */
export function repositoryNameProblem(repositoryName: string): string | false {
  if (!REPOSITORY_NAME.test(repositoryName)) {
    return `repositoryName '${repositoryName}' is not a name that ECR accepts; use lower-case letters and digits, single '.', '_' or '-' between them, and '/' after a namespace, such as 'production/orders-api'`;
  }
  // The provider takes no template prefix of one character.
  if (repositoryNamespace(repositoryName).length < 2) {
    return `repositoryName '${repositoryName}' has no namespace of two characters or more, and a repository creation template matches by namespace only, so replicas would get ECR's defaults; prepend one, such as 'production/${repositoryName.slice(repositoryName.lastIndexOf('/') + 1)}'`;
  }
  return false;
}
