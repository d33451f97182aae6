// Tests of one engine, in one process and with one browser. run.mjs starts it
// with the files to run as arguments and the engine in BROWSER.
import path from 'node:path';
import process from 'node:process';
import {after, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {endBrowser} from './drivers.mjs';

after(endBrowser);
for (const file of process.argv.slice(2)) {
  try {
    await import(String(pathToFileURL(file)));
  } catch (error) {
    test(path.basename(file), () => {
      throw error;
    });
  }
}
