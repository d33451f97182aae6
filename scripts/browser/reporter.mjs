// What is said of the tests of one engine: a line a test, a line a file, and to
// run.mjs, which started this process, what failed and how many passed.
import path from 'node:path';
import process from 'node:process';

const engine = process.env.BROWSER;

/** @param {AsyncIterable<{type: string, data: any}>} events of node:test */
export default async function* report(events) {
  const counts = {passed: 0, failed: 0, skipped: 0};
  /** @type {{name: string, reason: string}[]} */
  const failures = [];
  /** The suites around the test that is reported next. @type {string[]} */
  const around = [];
  for await (const {type, data} of events) {
    if (type === 'test:start') {
      around.length = data.nesting;
      around.push(data.name);
    }
    if (type === 'test:diagnostic' && data.nesting > 0) yield `${engine}     ${data.message}\n`;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const {name, nesting, details, skip} = data;
    if (/does not match/.test(String(skip))) continue; // another one was asked for
    const full = [...around.slice(0, nesting), name].join(' › ');
    const took = `${(details.duration_ms / 1000).toFixed(1)} s`;
    const isSuite = details.type === 'suite';
    if (type === 'test:fail' && details.error?.failureType !== 'subtestsFailed') {
      counts.failed++;
      const {cause} = details.error;
      const reason = cause instanceof Error ? `${cause.stack ?? cause}${'cause' in cause && cause.cause ? `\n${cause.cause}` : ''}` : String(cause ?? details.error);
      failures.push({name: full, reason});
      yield `${engine} ✖ ${full} (${took})\n  ${reason.replaceAll('\n', '\n  ')}\n`;
    } else if (!isSuite && type === 'test:pass') {
      counts[skip === undefined ? 'passed' : 'skipped']++;
      yield `${engine} ${skip === undefined ? '✔' : '–'} ${full} (${took})\n`;
    }
    if (nesting === 0 && isSuite) yield `${engine} ${data.file ? path.basename(data.file) : name}: ${took}\n`;
  }
  process.send?.({...counts, failures});
}
