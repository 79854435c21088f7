import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathsFor } from '../../src/paths';
import { type Instance, down, probe, up } from '../../src';
import { ask } from '../../src/ask';
import { type XmlNode, parseXml } from '../../src/gateway/xml';

/** A local cloud of a test's own, beside the one that a person may be using. */
export class TestCloud {
  readonly directory = mkdtempSync(join(tmpdir(), 'local-cloud-it-'));
  readonly paths = pathsFor(this.directory);
  readonly progress: string[] = [];
  instance!: Instance;

  async up(): Promise<Instance> {
    const { instance } = await up({ paths: this.paths, progress: (line) => this.progress.push(line) });
    this.instance = instance;
    return instance;
  }

  down(): Promise<boolean> {
    return down(this.paths, { purge: false, progress: () => undefined });
  }

  async remove(): Promise<void> {
    await down(this.paths, { purge: true, progress: () => undefined });
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Kills a component as nothing else does, and returns its process id. */
  async kill(name: string): Promise<number> {
    const status = (await probe(this.paths))?.components.find((component) => component.name === name);
    if (status?.pid === undefined) throw new Error(`${name} does not run`);
    process.kill(status.pid, 'SIGKILL');
    return status.pid;
  }

  async json<T extends object = Record<string, unknown>>(
    service: string,
    target: string,
    body: object,
    region = 'us-east-1',
  ): Promise<T> {
    const text = await this.send(
      service,
      region,
      { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
      JSON.stringify(body),
    );
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  async query(service: string, parameters: Readonly<Record<string, string>>, region = 'us-east-1'): Promise<XmlNode> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return parseXml(await this.send(service, region, headers, new URLSearchParams(parameters).toString()));
  }

  async s3(method: string, path: string, body?: string): Promise<string> {
    return this.send('s3', 'us-east-1', {}, body, method, path);
  }

  /** A call of a service that is spoken to in paths and JSON. */
  async rest<T extends object = Record<string, unknown>>(
    service: string,
    method: string,
    path: string,
    body?: object,
    region = 'us-east-1',
  ): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const text = await this.send(
      service,
      region,
      headers,
      body === undefined ? undefined : JSON.stringify(body),
      method,
      path,
    );
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** @throws Error with the body of an answer that is no success */
  private async send(
    service: string,
    region: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    method = 'POST',
    path = '/',
  ): Promise<string> {
    const credential = `${this.instance.account}/20260101/${region}/${service}/aws4_request`;
    const response = await ask(`${this.instance.endpoint}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${response.status}: ${text}`);
    return text;
  }
}
