import assert from 'node:assert/strict';
import {test} from 'node:test';
import {offerHistory} from './history.js';
import {Work} from '../state/work.js';

class Field {
  type = 'text';
  value = '';
}
const page = new EventTarget();
Object.assign(globalThis, {document: page, HTMLInputElement: Field, HTMLTextAreaElement: class {}});

/**
 * Dispatches an event of an element.
 * @param {string} type @param {object} target @param {object} [members]
 * @returns {boolean} false where its default was prevented
 */
function happens(type, target, members = {}) {
  const event = new Event(type, {cancelable: true});
  for (const [name, value] of Object.entries({target, ...members})) Object.defineProperty(event, name, {value});
  return page.dispatchEvent(event);
}

/** Changes the text of a field. @param {Field} field @param {string} value @param {string} [inputType] */
function types(field, value, inputType = 'insertText') {
  happens('beforeinput', field, {inputType});
  field.value = value;
  happens('input', field, {inputType});
}

/** Presses a key, and returns who acts. @param {object} target @param {string} key @returns {string} */
const press = (target, key, shiftKey = false) => (happens('keydown', target, {key, shiftKey, ctrlKey: true}) ? 'field' : 'story');

/** A story of which two changes are made, without listeners of other tests. */
function story() {
  const work = new Work();
  work.begin('', {n: 0}, {n: 0});
  const button = () => /** @type {any} */ ({addEventListener() {}, setAttribute() {}});
  offerHistory({undo: button(), redo: button(), reset: button()}, work);
  const change = () => work.change('', (scenario) => { scenario.n++; });
  change();
  change();
  return {work, change, field: new Field()};
}

test('in a field in which nothing was typed, undo and redo are the story’s', () => {
  const {work, field} = story();
  assert.deepEqual([press(field, 'z'), work.scenario.n], ['story', 1]);
  assert.deepEqual([press(field, 'Z', true), work.scenario.n], ['story', 2]);
  assert.deepEqual([press(field, 'z'), press(field, 'y'), work.scenario.n], ['story', 'story', 2]);
});

test('in a field in which something was typed, the field’s own undo comes first', () => {
  const {work, field} = story();
  types(field, 'a');
  assert.equal(press(field, 'z'), 'field');
  types(field, '', 'historyUndo');
  assert.equal(press(field, 'y'), 'field');
  types(field, 'a', 'historyRedo');
  assert.equal(press(field, 'z'), 'field');
  types(field, '', 'historyUndo');
  assert.deepEqual([press(field, 'z'), work.scenario.n], ['story', 1], 'once nothing is left of it, the story’s');
  assert.deepEqual([press(field, 'y'), work.scenario.n], ['story', 2]);
});

test('what is typed changes the story, and is still the field’s to undo', () => {
  const {change, field} = story();
  types(field, 'a');
  change();
  assert.equal(press(field, 'z'), 'field');
});

test('a change since then is undone first, also in a field in which something was typed', () => {
  const {work, change, field} = story();
  types(field, 'a');
  happens('focusout', field);
  change(); // a client is removed, and the field gets the focus
  assert.deepEqual([press(field, 'z'), work.scenario.n], ['story', 2]);
});

test('what was typed and changed nothing can be undone after a look elsewhere', () => {
  const {field} = story();
  types(field, 'a');
  happens('focusout', field);
  assert.equal(press(field, 'z'), 'field');
  assert.equal(press(new Field(), 'z'), 'story');
});

test('other keys do nothing', () => {
  const {work, field} = story();
  assert.deepEqual([press(field, 'a'), work.scenario.n], ['field', 2]);
  assert.ok(happens('keydown', field, {key: 'z', ctrlKey: true, altKey: true}));
  assert.ok(happens('keydown', field, {key: 'z'}));
});
