import { type AwsRequest, type AwsResponse, responseJson } from './aws-request';
import { errorResponse } from './responses';
import { type XmlNode, childOf, parseXml, textOf } from './xml';

interface Misnomer {
  readonly service: string;
  readonly action: string;
  /** The emulator's name of the error, … */
  readonly code: string;
  /** … where this is so. @default - always */
  readonly when?: (message: string) => boolean;
  /** … and the name that AWS documents. */
  readonly documented: string;
}

const MISNOMERS: readonly Misnomer[] = [
  // Terraform takes a record that is gone for deleted, by the name of this error.
  {
    service: 'route53',
    action: 'ChangeResourceRecordSets',
    code: 'InvalidInput',
    when: (message) => message.includes('Action=DELETE'),
    documented: 'InvalidChangeBatch',
  },
  { service: 'wafv2', action: 'CreateWebACL', code: 'WafV2DuplicateItem', documented: 'WAFDuplicateItemException' },
];

/** Gives an emulator's error the name that AWS has for it, by which clients tell errors apart. */
export function withDocumentedName(request: AwsRequest, response: AwsResponse): AwsResponse {
  const candidates = MISNOMERS.filter(
    ({ service, action }) => service === request.service && action === request.action,
  );
  if (response.status < 400 || candidates.length === 0) return response;
  const { code, message } = readError(response);
  const found = candidates.find((each) => each.code === code && (each.when?.(message) ?? true));
  return found === undefined ? response : errorResponse(request, response.status, found.documented, message);
}

function readError(response: AwsResponse): { readonly code: string; readonly message: string } {
  const body = response.body.toString();
  if (!body.startsWith('<')) {
    const error = responseJson<{ __type?: string; message?: string; Message?: string }>(response);
    return { code: error.__type?.split('#').at(-1) ?? '', message: error.message ?? error.Message ?? '' };
  }
  const root: XmlNode = parseXml(body);
  const error = childOf(root, 'Error') ?? root;
  return { code: textOf(error, 'Code') ?? '', message: textOf(error, 'Message') ?? '' };
}
