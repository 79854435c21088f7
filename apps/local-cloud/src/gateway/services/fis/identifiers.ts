import { randomBytes } from 'node:crypto';
import type { AwsRequest } from '../../aws-request';

/** The third part of the path: /experiments/<id> */
export function idOf({ path }: AwsRequest): string {
  return decodeURIComponent(path.split('/')[2] ?? '');
}

export function newId(prefix: string): string {
  return (
    prefix +
    BigInt(`0x${randomBytes(12).toString('hex')}`)
      .toString(36)
      .padStart(17, '0')
      .slice(-17)
  );
}

export function arnOf({ region, account }: AwsRequest, kind: string, id: string): string {
  return `arn:aws:fis:${region}:${account}:${kind}/${id}`;
}

/** Seconds since 1970, as FIS writes times. */
export function secondsOf(date: Date): number {
  return date.getTime() / 1000;
}
