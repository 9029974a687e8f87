import { expect, test } from '@jest/globals';
import { Slots } from './gotransverse.slots.js';

test('first come, first served, and a turn given back twice is one turn', async () => {
  const slots = new Slots(1);
  const order: string[] = [];
  const first = await slots.take();
  const waiting = ['second', 'third'].map(async (name) => {
    const giveBack = await slots.take();
    order.push(name);
    return giveBack;
  });
  first?.();
  first?.();
  const second = await waiting[0];

  expect(order).toEqual(['second']);
  second?.();
  await waiting[1];
  expect(order).toEqual(['second', 'third']);
});

test('who gives up takes no turn from others', async () => {
  const slots = new Slots(1);
  const stop = new AbortController();
  const first = await slots.take();
  const impatient = slots.take(stop.signal);
  const patient = slots.take();
  stop.abort();

  expect(await impatient).toBeUndefined();
  first?.();
  expect(await patient).toBeInstanceOf(Function);
  expect(await slots.take(stop.signal)).toBeUndefined();
});
