import assert from 'node:assert/strict';
import {test} from 'node:test';
import {followTarget, targetOfDraft} from './target-choice.js';
import {Drafts} from '../state/drafts.js';

const compare = ['One', 'Two', 'Three'].map((name) => ({name}));

test('a target goes with its variant to another place', () => {
  assert.equal(followTarget({compare: compare.slice(1)}, 2, 'Three'), 1);
});

test('a target whose variant is removed becomes all variants', () => {
  assert.equal(followTarget({compare: compare.slice(1)}, 0, 'One'), null);
  assert.equal(followTarget({}, 1, 'Two'), null);
});

test('a target that the page chose itself stays at its place', () => {
  assert.equal(followTarget({compare}, 2, ''), 2);
});

test('an editor begins with the variant in which it has a draft', () => {
  const drafts = new Drafts('');
  const edits = /** @type {any} */ ({name: 'story', scenario: {compare}, drafts});
  assert.equal(targetOfDraft(edits), null);
  drafts.put('story:compare[3].faults[0].at', {content: '1', since: ''});
  drafts.put('story:compare[1].name', {content: 'Too', since: ''});
  drafts.put('settings:compare[0].faults[0].at', {content: '1', since: ''});
  assert.equal(targetOfDraft(edits, 'faults['), null);
  assert.deepEqual(drafts.names('story:'), ['story:compare[1].name'], 'a draft in a variant that was removed is dropped');
  drafts.put('story:compare[2].faults[0].at', {content: '1', since: ''});
  assert.equal(targetOfDraft(edits, 'faults['), 2);
});
