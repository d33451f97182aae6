import assert from 'node:assert/strict';
import {test} from 'node:test';
import {changesBetween, elementsIn} from './markup-changes.js';

/** @type {[name: string, old: string, fresh: string, changes: import('./markup-changes.js').Change[] | null][]} */
const CASES = [
  ['equal markups have no changes', '<p class="a">one</p>', '<p class="a">one</p>', []],
  ['an attribute has another value', '<g><rect x="1" y="2"/></g>', '<g><rect x="1" y="3.5"/></g>', [{element: 1, attribute: 'y', value: '3.5'}]],
  ['a text is another one', '<p>at <b>2 s</b></p>', '<p>at <b>3 s</b></p>', [{element: 1, value: '3 s'}]],
  ['text and attribute of one element change', '<b id="x">1</b>', '<b id="y">2</b>', [{element: 0, value: '2'}, {element: 0, attribute: 'id', value: 'y'}]],
  ['changes count elements in document order', '<a><b>1</b><c>2</c></a><d>3</d>', '<a><b>1</b><c>4</c></a><d>5</d>', [{element: 2, value: '4'}, {element: 3, value: '5'}]],
  ['names with a colon or a hyphen are attributes', '<a aria-label="x" xlink:href="#1"/>', '<a aria-label="y" xlink:href="#2"/>',
    [{element: 0, attribute: 'aria-label', value: 'y'}, {element: 0, attribute: 'xlink:href', value: '#2'}]],
  ['escapes in a text are undone', '<p>x</p>', '<p>a &lt; b &amp;amp; &#39;c&#39;</p>', [{element: 0, value: 'a < b &amp; \'c\''}]],
  ['escapes in a value are undone', '<p title="x"></p>', '<p title="&quot;&gt;"></p>', [{element: 0, attribute: 'title', value: '">'}]],
  ['another element', '<p>1</p>', '<b>1</b>', null],
  ['one element more', '<p>1</p>', '<p>1</p><p>2</p>', null],
  ['one element became two, and two became one', '<p></p><b><i></i></b>', '<p><b></b></p><i></i>', null],
  ['an attribute more', '<p a="1">x</p>', '<p a="1" b="2">x</p>', null],
  ['another attribute with the same value', '<p a="1">x</p>', '<p b="1">x</p>', null],
  ['a text where there was none', '<p></p>', '<p>x</p>', null],
  ['no text where there was one', '<p>x</p>', '<p></p>', null],
  ['another text after an end tag', '<p><b>1</b> s</p>', '<p><b>1</b> ms</p>', null],
  ['another text after an element without content', '<p><img/>one</p>', '<p><img/>two</p>', null],
  ['another text before the first tag', 'one<p></p>', 'two<p></p>', null],
];

for (const [name, old, fresh, changes] of CASES) {
  test(`${name}: ${changes ? JSON.stringify(changes) : 'it has to be replaced'}`, () => {
    assert.deepEqual(changesBetween(old, fresh), changes);
  });
}

test('elements are counted by their start tags', () => {
  assert.equal(elementsIn('<p>a<b>c</b><img/></p> text'), 3);
  assert.equal(elementsIn('text'), 0);
});
