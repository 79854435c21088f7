import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../canary/probe';
import { CANARY_HANDLER, canaryPackage } from '../src/canary-package';
import { storedZip } from '../src/zip';

let folder: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canary-package-'));
  server = createServer((request, response) => {
    if (request.url === '/hang') return;
    const status = request.url === '/moved' ? 302 : request.url === '/failing' ? 503 : 200;
    response.writeHead(status, status === 302 ? { location: '/' } : {}).end('answer');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** Unpacks an archive with a reader that is not this package's own. */
function unpack(archive: Buffer, into: string): void {
  mkdirSync(into, { recursive: true });
  const path = join(into, 'archive.zip');
  writeFileSync(path, archive);
  execFileSync('python3', ['-m', 'zipfile', '-t', path]);
  execFileSync('python3', ['-m', 'zipfile', '-e', path, into]);
}

describe('archive', () => {
  it('holds what was put into it', () => {
    const into = join(folder, 'files');
    unpack(storedZip({ 'b/ä.txt': Buffer.from('second'), a: Buffer.alloc(0) }), into);
    expect(readFileSync(join(into, 'b/ä.txt'), 'utf8')).toBe('second');
    expect(readFileSync(join(into, 'a'))).toHaveLength(0);
  });

  it('has the same bytes for the same files, whatever their order', () => {
    const [a, b] = [Buffer.from('first'), Buffer.from('second')];
    expect(storedZip({ b, a })).toEqual(storedZip({ a, b }));
  });
});

describe('package', () => {
  it('has the same bytes wherever it is made', () => {
    const here = canaryPackage();
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(canaryPackage()).toEqual(here);
    } finally {
      process.chdir(before);
    }
    expect(here.toString()).not.toContain(before);
  });

  it('has its handler where Synthetics looks for it, asks every target, and fails for those that do not answer', async () => {
    const into = join(folder, 'package');
    unpack(canaryPackage(), into);
    const modules = join(into, 'nodejs/node_modules');
    // In the place of the runtime's own module, which is nowhere but in Synthetics.
    mkdirSync(join(modules, '@aws/synthetics-puppeteer'), { recursive: true });
    writeFileSync(
      join(modules, '@aws/synthetics-puppeteer/index.js'),
      'exports.steps = []; exports.executeStep = async (name, step) => { exports.steps.push(name); await step(); };',
    );
    const [file, name] = CANARY_HANDLER.split('.');
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { [name!]: handler } = require(join(modules, `${file}.js`));
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { steps } = require(join(modules, '@aws/synthetics-puppeteer'));

    process.env['TARGETS'] = JSON.stringify({
      global: `${origin}/`,
      'us-east-1': `${origin}/failing`,
      'eu-west-1': origin,
    });
    await expect(handler()).rejects.toThrow(`us-east-1: ${origin}/failing answered 503`);
    expect(steps).toEqual(['global', 'us-east-1', 'eu-west-1']);

    process.env['TARGETS'] = JSON.stringify({ global: `${origin}/` });
    await expect(handler()).resolves.toBeUndefined();
  });
});

describe('probe', () => {
  it('is content with an answer of 2xx', async () => {
    await expect(probe(`${origin}/`)).resolves.toBeUndefined();
  });

  it('fails when it is sent elsewhere, which may be another region', async () => {
    await expect(probe(`${origin}/moved`)).rejects.toThrow(`${origin}/moved answered 302`);
  });

  it('fails when the target hangs', async () => {
    await expect(probe(`${origin}/hang`, 50)).rejects.toThrow(`${origin}/hang did not answer within 50 ms`);
  });

  it('fails when nobody listens', async () => {
    await expect(probe('http://127.0.0.1:1/')).rejects.toThrow('http://127.0.0.1:1/ did not answer within 10000 ms');
  });
});
