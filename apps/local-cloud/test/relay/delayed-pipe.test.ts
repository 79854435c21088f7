import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { DelayedPipe } from '../../src/gateway/relay/delayed-pipe';

test('many small chunks that were held leave in order', () => {
  const source = Object.assign(new EventEmitter(), { pause: () => undefined, isPaused: () => false });
  const received: number[] = [];
  const sink = Object.assign(new EventEmitter(), {
    destroyed: false,
    writableNeedDrain: false,
    write: (chunk: Buffer) => received.push(chunk.readUInt32BE()),
  });
  let paused = true;
  const pipe = new DelayedPipe(source as unknown as Socket, sink as unknown as Socket, () => ({ lagMs: 0, paused }));
  const sent = Array.from({ length: 131_000 }, (_, index) => index);
  for (const index of sent) {
    const chunk = Buffer.alloc(64);
    chunk.writeUInt32BE(index);
    source.emit('data', chunk);
  }
  paused = false;
  pipe.flow();
  expect(received).toEqual(sent);
});
