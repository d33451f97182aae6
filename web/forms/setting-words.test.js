import assert from 'node:assert/strict';
import {test} from 'node:test';
import {countWords, factWords, hasEffect, matches, nameOf, ownValues, parentOf, sameValue, sectionName, targetWords, valueWords, wordsOf} from './setting-words.js';

/** @param {Partial<import('../engine/types.js').Setting>} of */
const setting = (of) => /** @type {import('../engine/types.js').Setting} */ ({path: '', name: '', doc: '', type: 'duration', allowed: '', ids: [], matters: [], ...of});

const TTL = setting({path: 'cache.ttl', name: 'Time to live', doc: 'How long a copy may be used.', ids: ['never']});

test('a setting is found by each word of its name, path, meaning and choices', () => {
  for (const query of ['', 'time', 'LIVE time', 'cache.ttl', 'copy used', 'never', '  ttl  ']) assert.ok(matches(TTL, wordsOf(query)), query);
  assert.ok(!matches(TTL, wordsOf('time flux')));
});

test('a list is found by the fields of its items', () => {
  const outages = setting({path: 'source.outages', name: 'Outages', items: [{path: 'to', name: 'Outage to', doc: 'when it is back', type: 'duration', allowed: '', ids: [], min: 0, max: 0}]});
  assert.ok(matches(outages, wordsOf('back')));
});

test('a setting has an effect on all variants where it has one on any', () => {
  assert.equal(hasEffect([false, true], null), true);
  assert.equal(hasEffect([false, true], 0), false);
  assert.equal(hasEffect([false, true], 1), true);
  assert.equal(hasEffect([], 2), false);
});

test('it is said how many settings are found, and how many have no effect', () => {
  const on = 'this story';
  /** @type {[Parameters<typeof countWords>[0], string][]} */
  const said = [
    [{count: 0, idle: 0, all: false, searched: true, on}, 'No setting is found.'],
    [{count: 1, idle: 0, all: false, searched: true, on}, '1 setting found.'],
    [{count: 30, idle: 0, all: false, searched: false, on}, '30 settings.'],
    [{count: 1, idle: 1, all: false, searched: true, on}, '0 of 1 setting found; the other has no effect on this story.'],
    [{count: 30, idle: 4, all: false, searched: false, on}, '26 of 30 settings; the others have no effect on this story.'],
    [{count: 30, idle: 4, all: true, searched: false, on}, '30 settings; 4 of them have no effect on this story.'],
    [{count: 30, idle: 1, all: true, searched: false, on}, '30 settings; 1 of them has no effect on this story.'],
  ];
  for (const [found, words] of said) assert.equal(countWords(found), words);
});

test('the target is this story, or one variant by its name', () => {
  assert.equal(targetWords({compare: [{name: 'One'}, {name: 'Two'}]}, null), 'this story');
  assert.equal(targetWords({compare: [{name: 'One'}, {name: 'Two'}]}, 1), '“Two”');
});

test('variants with a value of their own are named with it', () => {
  const scenario = {cache: {ttl: '5s'}, compare: [{name: 'One'}, {name: 'Two', cache: {ttl: '1s'}}, {name: 'Three', cache: {ttl: null}}]};
  assert.equal(ownValues(scenario, 'cache.ttl'), 'Not changed by this, with a value of its own: Two (1s), Three (not set).');
  assert.equal(ownValues(scenario, 'cache.capacity'), '');
  assert.equal(ownValues({cache: {ttl: '5s'}}, 'cache.ttl'), '');
});

test('a value in a sentence', () => {
  assert.deepEqual(['2s', 3, false, undefined, {p50: '1s'}].map(valueWords), ['2s', '3', 'false', 'not set', 'as written out']);
});

test('a number has its bounds beside its default, a duration has not', () => {
  assert.equal(factWords(setting({type: 'decimal', default: 0, allowed: 'a number from 0 to 1'})), 'default 0, a number from 0 to 1');
  assert.equal(factWords(setting({type: 'number', allowed: 'a whole number from 1 to 64'})), 'not set by default, a whole number from 1 to 64');
  assert.equal(factWords(setting({default: '2s', allowed: 'a duration'})), 'default 2s');
});

test('a path has a section', () => {
  assert.deepEqual([parentOf('accessor.backoff.multiplier'), parentOf('read')], ['accessor.backoff', '']);
});

test('a section inside another is named after both', () => {
  const accessor = {id: 'accessor', name: 'Data Accessor', doc: ''};
  const backoff = {id: 'accessor.backoff', name: 'Backoff', doc: ''};
  assert.equal(sectionName(backoff, [accessor, backoff]), 'Data Accessor: backoff');
  assert.equal(sectionName(accessor, [accessor, backoff]), 'Data Accessor');
});

test('durations are the same however they are written', () => {
  assert.equal(sameValue('1500ms', '1.5s'), true);
  assert.equal(sameValue('0', '0s'), true);
  assert.equal(sameValue('1s', '2s'), false);
  assert.equal(sameValue({p50: '1s'}, {p50: '1s'}), true);
  assert.equal(sameValue(undefined, undefined), true);
  assert.equal(sameValue(0, '0'), false);
});

test('a list is named by its path', () => {
  assert.deepEqual(['source.outages', 'source.latencyByLoad', 'read'].map(nameOf), ['Outages', 'Latency by load', 'Read']);
});
