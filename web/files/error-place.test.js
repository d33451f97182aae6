import assert from 'node:assert/strict';
import {test} from 'node:test';
import {placeOf} from './error-place.js';

/** The part of a text that an error is at. @param {string} text @param {string} path @param {string} [message] */
const at = (text, path, message = '') => {
  const {start, end} = placeOf(text, {path, message, code: ''});
  return text.slice(start, end);
};

const TEXT = JSON.stringify({
  version: 1, cache: {ttl: '5s'}, clients: [{ops: [{op: 'get', key: 'a'}]}, {ops: []}], faults: [{at: '1s'}, {at: '2s'}], source: {records: {'a b': 1, 'x.y': 2}},
}, null, 2);

test('a member is selected with its name, an object by its name', () => {
  assert.equal(at(TEXT, 'cache.ttl'), '"ttl": "5s"');
  assert.equal(at(TEXT, 'cache'), '"cache"');
  assert.equal(at(TEXT, 'version'), '"version": 1');
});

test('an entry of a list is found by its index', () => {
  assert.equal(at(TEXT, 'faults[1].at'), '"at": "2s"');
  assert.equal(at(TEXT, 'clients[0].ops[0].key'), '"key": "a"');
});

test('names that are no plain words are quoted in a path', () => {
  assert.equal(at(TEXT, 'source.records["a b"]'), '"a b": 1');
  assert.equal(at(TEXT, 'source.records["x.y"]'), '"x.y": 2');
});

test('of a path that is not there, the innermost part that is', () => {
  assert.equal(at(TEXT, 'cache.capacity'), '"cache"');
  assert.equal(at(TEXT, 'clients[0].ops[7]'), '"ops"');
  assert.deepEqual(placeOf(TEXT, {path: 'unknown', message: '', code: ''}), {start: 0, end: 0});
});

test('a name that a path shows only the start of', () => {
  assert.equal(at('{"a very long name": 1}', 'a very…'), '"a very long name": 1');
});

test('the same name elsewhere is not taken for it', () => {
  const text = '{"other": {"ttl": 1}, "cache": {"ttl": 2}}';
  assert.equal(at(text, 'cache.ttl'), '"ttl": 2');
});

test('an error that names a line and a column is there', () => {
  assert.equal(at('{\n  "a": x\n}', '', 'unexpected at line 2, column 8'), 'x');
  assert.equal(at('{"😀": x}', '', 'unexpected at line 1, column 7'), 'x', 'columns are characters');
  assert.deepEqual(placeOf('{', {path: '', message: 'line 9, column 9', code: ''}), {start: 1, end: 1});
});

test('a text that is not whole JSON still has its places', () => {
  assert.equal(at('{"cache": {"ttl": "5s", "capa', 'cache.ttl'), '"ttl": "5s"');
  assert.equal(at('{"a": "unclosed\n, "b": 2}', 'b'), '"b": 2');
});
