// `node tests/run.mjs [engine|browser]`; ONLY=words runs the tests whose names hold them, PICTURES=folder keeps screenshots.
import { failures } from './harness.mjs'

const which = process.argv[2]
if (which !== 'browser') await (await import('./engine.mjs')).engineTests()
if (which !== 'engine') await (await import('./browser.mjs')).browserTests()
if (failures() > 0) { console.log(`${failures()} failed`); process.exit(1) }
