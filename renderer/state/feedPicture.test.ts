import { expect, test } from 'vitest';
import type { Clock, FeedState, RunInfo } from '#contract/contract.ts';
import { badgeOf, type BadgeFacts } from './feedPicture.ts';

const live: Clock = { mode: 'live', at: 0, wall: 0, rate: 1, loop: null, asKnown: false };
const run = { id: 'live', clock: 'wall' } as RunInfo;
const feed = (state: FeedState['state'], liveUntil: number | null = null): FeedState =>
  ({ id: state, kind: 'nats', title: { zh: '', en: '' }, state, liveUntil, reason: null, received: 0, rejected: 0 });
const facts = (over: Partial<BadgeFacts>): BadgeFacts => ({ clock: live, run, feeds: [feed('live', 9)], network: 'connected', link: 'open', linkedUntil: null, hostFailure: null, twin: 'there', ...over });

test('live only where host, network and every feed are', () => {
  expect(badgeOf(facts({}))).toEqual({ kind: 'live' });
  expect(badgeOf(facts({ feeds: [] }))).toMatchObject({ kind: 'stopped', why: 'none' });
  for (const state of ['connecting', 'filling', 'lost', 'cut', 'ended', 'failed'] as const) {
    expect(badgeOf(facts({ feeds: [feed(state, 7)] }))).toEqual({ kind: 'stopped', since: 7, why: state });
  }
});

test('a cut network is not live, even before its feeds have said so', () => {
  expect(badgeOf(facts({ network: 'cut' }))).toMatchObject({ kind: 'stopped', why: 'cut' });
  expect(badgeOf(facts({ network: 'cut', feeds: [feed('cut', 5), feed('live', 8)] }))).toEqual({ kind: 'stopped', since: 5, why: 'cut' });
});

test('a lost host is not live, since when it was last heard', () => {
  expect(badgeOf(facts({ link: 'lost', linkedUntil: 42 }))).toEqual({ kind: 'stopped', since: 42, why: 'link' });
  expect(badgeOf(facts({ link: 'connecting', clock: null }))).toMatchObject({ kind: 'stopped', why: 'connecting' });
});

test('a host that cannot run is told as such, whether or not it ever ran', () => {
  const hostFailure = { code: 'in-use', file: 'live.sqlite', message: '' } as const;
  expect(badgeOf(facts({ link: 'connecting', clock: null, hostFailure }))).toEqual({ kind: 'stopped', since: null, why: 'host' });
  expect(badgeOf(facts({ link: 'lost', linkedUntil: 42, hostFailure }))).toEqual({ kind: 'stopped', since: 42, why: 'host' });
});

test('a picture that the graphics card has lost is not live, in replay neither; a lost host is told first', () => {
  expect(badgeOf(facts({ twin: 'lost' }))).toEqual({ kind: 'stopped', since: null, why: 'twin' });
  expect(badgeOf(facts({ twin: 'lost', clock: { ...live, mode: 'replay', rate: 60 } }))).toMatchObject({ kind: 'stopped', why: 'twin' });
  expect(badgeOf(facts({ twin: 'lost', run: { ...run, clock: 'data' } }))).toMatchObject({ kind: 'stopped', why: 'twin' });
  expect(badgeOf(facts({ twin: 'lost', link: 'lost', linkedUntil: 42 }))).toMatchObject({ why: 'link' });
  expect(badgeOf(facts({ twin: 'failed' }))).toMatchObject({ kind: 'stopped', why: 'twin' });
  expect(badgeOf(facts({ twin: 'loading' }))).toEqual({ kind: 'live' });
});

test('one feed of two is partly live', () => {
  expect(badgeOf(facts({ feeds: [feed('live', 8), feed('lost', 3)] }))).toEqual({ kind: 'partly', live: 1, feeds: 2, since: 3 });
});

test('a replay is a replay and a run with its own clock is never live, whatever its feeds say', () => {
  expect(badgeOf(facts({ clock: { ...live, mode: 'replay', rate: 60 } }))).toEqual({ kind: 'replay', rate: 60, asKnown: false });
  expect(badgeOf(facts({ clock: { ...live, mode: 'replay', rate: 0, asKnown: true } }))).toEqual({ kind: 'replay', rate: 0, asKnown: true });
  expect(badgeOf(facts({ run: { ...run, clock: 'data' } }))).toEqual({ kind: 'own' });
});

test('without its host no picture moves, and a cut stops a run with its own clock too', () => {
  expect(badgeOf(facts({ clock: { ...live, mode: 'replay', rate: 60 }, link: 'lost', linkedUntil: 42 }))).toEqual({ kind: 'stopped', since: 42, why: 'link' });
  expect(badgeOf(facts({ run: { ...run, clock: 'data' }, link: 'lost', linkedUntil: 42 }))).toEqual({ kind: 'stopped', since: 42, why: 'link' });
  expect(badgeOf(facts({ run: { ...run, clock: 'data' }, network: 'cut' }))).toEqual({ kind: 'stopped', since: 9, why: 'cut' });
});
