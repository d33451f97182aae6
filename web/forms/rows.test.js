import assert from 'node:assert/strict';
import {test} from 'node:test';
import {CheckField, SelectField} from './choice-fields.js';
import {Rows} from './rows.js';
import {swap} from './story-edits.js';
import {Edits} from '../state/edits.js';
import {Work} from '../state/work.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('./rows.js').Row} Row */

/** An element that can be connected, and be asked for what these tests need. */
class FakeElement extends EventTarget {
  isConnected = true;
  textContent = '';
  value = '';
  checked = false;
  /** @type {{value: string, text: string}[]} */
  options = [];
  append() {}
  before() {}
  after() {}
  contains() { return false; }
  focus() { focused.push(this); }
  remove() { this.isConnected = false; }
  removeAttribute() {}
  setAttribute() {}
  replaceChildren() {}
}
/** @type {FakeElement[]} */
let focused = [];
Object.assign(globalThis, {document: {activeElement: null, createElement: () => new FakeElement()}, Option: class {}});

/**
 * A list of letters, whose engine refuses a list without any, and its rows.
 * @param {string} letters
 */
function listed(letters) {
  focused = [];
  const work = new Work();
  work.begin('', {list: [...letters]}, {list: [...letters]});
  const check = async (/** @type {Json} */ {list}) => {
    await null;
    if (list.length === 0) throw new Error('it has none');
  };
  const edits = new Edits(/** @type {any} */ ({check}), work, 'test');
  /** @type {Rows<Row>} */
  const rows = new Rows(/** @type {any} */ (new FakeElement()), () => {
    const element = /** @type {any} */ (new FakeElement());
    return {element, first: element, index: 0, show() {}, removed() {}};
  });
  const show = () => rows.show(work.scenario.list.length);
  work.addEventListener('change', show);
  show();
  const remove = (/** @type {Row} */ row) => rows.removeEntry(edits, row, ({list}, index) => { list.splice(index, 1); });
  const move = (/** @type {Row} */ row, /** @type {number} */ by) => rows.moveEntry(edits, row, by, ({list}, upper) => swap(list, upper));
  return {work, edits, rows, remove, move, left: () => work.scenario.list.join('')};
}

test('a row that is removed twice takes no other with it', async () => {
  for (const index of [0, 1, 2]) {
    const {rows, remove, left} = listed('abc');
    const row = [...rows][index];
    await Promise.all([remove(row), remove(row)]);
    assert.equal(left(), [...'abc'].filter((_, i) => i !== index).join(''));
    assert.equal(rows.length, 2);
  }
});

test('rows that are removed at the same time are those that were meant', async () => {
  const {rows, remove, left} = listed('abcd');
  const [first, second, , fourth] = rows;
  await Promise.all([remove(first), remove(fourth), remove(second)]);
  assert.deepEqual([left(), rows.length], ['c', 1]);
});

test('a row is moved as often as it was asked for, and not beyond the ends', async () => {
  const {rows, move, left} = listed('abcd');
  const third = [...rows][2];
  await Promise.all([move(third, -1), move(third, -1), move(third, -1), move(third, -1)]);
  assert.deepEqual([left(), [...rows].indexOf(third), third.index], ['cabd', 0, 0]);
  await Promise.all([move(third, 1), move(third, 1), move(third, 1), move(third, 1)]);
  assert.deepEqual([left(), [...rows].indexOf(third)], ['abdc', 3]);
});

test('a row that is gone is not moved', async () => {
  const {rows, remove, move, left} = listed('abc');
  const [first] = rows;
  await Promise.all([remove(first), move(first, 1)]);
  assert.deepEqual([left(), rows.length], ['bc', 2]);
});

test('a row that an undo has removed is not removed again', async () => {
  const {work, rows, remove, left} = listed('ab');
  work.change('', ({list}) => list.push('c'));
  const removed = remove([...rows][2]);
  work.undo();
  await removed;
  assert.deepEqual([left(), rows.length], ['ab', 2]);
});

test('the row that takes the place of one that is removed takes the focus', async () => {
  const {rows, remove} = listed('abc');
  const [first, second, third] = rows;
  await remove(third);
  await remove(first);
  assert.deepEqual(focused, [second.element, second.element]);
});

for (const Field of [SelectField, CheckField]) {
  test(`a value that is chosen in a row that is gone is not set: ${Field.name}`, async () => {
    const {work, edits, rows, remove, left} = listed('ab');
    const row = [...rows][1];
    const field = new Field(edits, {
      label: 'Letter', of: () => '', path: () => 'list',
      read: ({list}) => list[row.index].toString(),
      write: ({list}) => { list[row.index] = 'x'; },
    }, () => []);
    const input = /** @type {any} */ (field.input);
    Object.defineProperty(input, 'isConnected', {get: () => row.element.isConnected});
    const removed = remove(row);
    input.dispatchEvent(new Event('change'));
    await removed;
    await edits.make('', () => {});
    assert.equal(left(), 'a');
    assert.equal(work.scenario.list.length, 1);
  });
}
