import { type AwsRequest, isSuccess } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { parseXml, textOf } from '../../xml';

/** The id of the zone by the caller reference that it was made with. */
type References = Record<string, string>;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
export function route53HostedZones(): ServiceOverlay {
  return {
    service: 'route53',
    reason:
      'moto makes a second zone for a caller reference that it has seen; the gateway refuses it, so that a call which is sent again makes nothing twice.',
    handles: ({ action }) => action === 'CreateHostedZone',
    async handle(request, context) {
      const reference = textOf(parseXml(request.body.toString('utf8')), 'CallerReference') ?? '';
      const references = context.state.at({ region: 'global' }).document<References>('zone-references', {});
      const former = references.read()[reference];
      if (former !== undefined && (await exists(request, former, context)))
        throw new AwsError(
          'HostedZoneAlreadyExists',
          `A hosted zone was made with the caller reference ${reference}.`,
          409,
        );
      context.answeredBy('moto');
      const response = await context.forward(request);
      const id = isSuccess(response) ? textOf(parseXml(response.body.toString()), 'HostedZone', 'Id') : undefined;
      if (id !== undefined) references.update((draft) => void (draft[reference] = id));
      return response;
    },
  };
}

async function exists(request: AwsRequest, id: string, context: OverlayContext): Promise<boolean> {
  const path = `/2013-04-01${id.startsWith('/') ? id : `/hostedzone/${id}`}`;
  const get = { ...request, action: 'GetHostedZone', method: 'GET', path, body: Buffer.alloc(0) };
  return isSuccess(await context.forward(get));
}
