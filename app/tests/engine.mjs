// The engine against the command line: the same numbers, the same messages, and no input that stops it.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { initSync, Engine } from '../pkg/strideform.js'
import { check, root, test } from './harness.mjs'

const cli = process.env.STRIDEFORM ?? join(root, 'target/debug/strideform')
const wasm = new WebAssembly.Module(readFileSync(new URL('../pkg/strideform_bg.wasm', import.meta.url)))
initSync({ module: wasm })

const run = (...args) => execFileSync(cli, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] })
const files = (path) => (statSync(join(root, path)).isDirectory() ? readdirSync(join(root, path)).map((name) => `${path}/${name}`) : [path])
const engine = (path) => {
  const out = new Engine()
  for (const name of files(path)) out.add(name, readFileSync(join(root, name)))
  return out
}

/** Where two documents differ most, relative to the size of the number. */
function apart(a, b, path = '') {
  if (typeof a === 'number' && typeof b === 'number') return { by: a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)), path }
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return { by: a === b ? 0 : Infinity, path }
  let worst = { by: 0, path }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = apart(a[key] ?? null, b[key] ?? null, `${path}/${key}`)
    if (found.by > worst.by) worst = found
  }
  return worst
}

/** Equal, but for the last of sixteen digits. */
function alike(ours, theirs, what) {
  if (ours === theirs) return
  const worst = apart(JSON.parse(ours), JSON.parse(theirs))
  check(worst.by < 1e-11, `${what} differs by ${worst.by} at ${worst.path}`)
}

/** Runs of the repository that hold running, of many devices. */
const recordings = [
  'testdata/sessions/easy-run', 'testdata/sessions/easy-run/pelvis.csv', 'testdata/sessions/easy-run/shank-left.csv', 'testdata/sessions/easy-run/foot-right.csv',
  'testdata/exports/watch/dynamics.fit', 'testdata/exports/watch/strap_and_pod.fit', 'testdata/exports/watch/developer_fields.fit', 'testdata/exports/watch/stryd.csv',
  'testdata/exports/watch/activities_point.csv', 'testdata/exports/watch/apple_samples.csv', 'testdata/exports/watch/laps_french.csv', 'testdata/exports/watch/treadmill_half_cadence.fit',
]

export async function engineTests() {
  await test('numbers equal those of the command line', () => {
    let same = 0
    const unlike = []
    for (const path of recordings) {
      const [ours, theirs] = [engine(path).analyze(''), run('analyze', path, '--format', 'json')].map((text) => JSON.parse(text))
      // How it was made is added when it is saved; see the test of provenance.
      delete theirs.provenance
      if (JSON.stringify(ours) === JSON.stringify(theirs)) { same++; continue }
      const worst = apart(ours, theirs)
      unlike.push(`${path}: ${worst.by.toExponential(1)} at ${worst.path}`)
      // Sines and roots of the two machines may differ in the last of sixteen digits, never more.
      check(worst.by < 1e-11, `${path} differs by ${worst.by} at ${worst.path}`)
    }
    console.log(`    ${same} of ${recordings.length} equal to the last bit${unlike.length ? `; ${unlike.join('; ')}` : ''}`)
  })

  await test('a saved analysis says how it was made, as on the command line', () => {
    for (const path of ['testdata/sessions/easy-run', 'testdata/exports/watch/dynamics.fit']) {
      const own = engine(path)
      own.analyze('')
      const description = files(path).find((name) => name.endsWith('session.toml'))
      const saved = JSON.parse(own.saved('', JSON.stringify(['analyze', path]), description ? readFileSync(join(root, description), 'utf8') : ''))
      const [ours, theirs] = [saved, JSON.parse(run('analyze', path, '--format', 'json'))].map(({ provenance }) => {
        provenance.inputs = provenance.inputs.map((input) => ({ ...input, file: input.file.split('/').pop() })).sort((a, b) => a.file.localeCompare(b.file))
        return JSON.stringify(provenance)
      })
      check(ours === theirs, `${path}: ${ours} instead of ${theirs}`)
    }
  })

  await test('inspection, season and comparison equal those of the command line', () => {
    for (const name of ['testdata/exports/good/phyphox.csv', 'testdata/exports/good/xsens_dot_wraps.csv', 'testdata/exports/watch/two_runs.fit']) {
      alike(engine(name).inspect(name, ''), run('inspect', name, '--format', 'json'), `inspect ${name}`)
    }
    const logs = ['testdata/exports/watch/activities_point.csv', 'testdata/exports/watch/dynamics.fit', 'testdata/exports/watch/ride.fit']
    const season = new Engine()
    for (const name of logs) season.add(name, readFileSync(join(root, name)))
    alike(season.trend(), run('trend', ...logs, '--format', 'json'), 'trend')
    for (const list of ['metrics', 'methods', 'faults']) check(Engine.list(list) === run(list, '--format', 'json'), list)
  })

  await test('damaged files give the messages of the command line', () => {
    const folder = 'testdata/exports/bad'
    let told = 0
    for (const file of readdirSync(join(root, folder))) {
      const path = `${folder}/${file}`
      const theirs = spawnSync(cli, ['analyze', path], { cwd: root, encoding: 'utf8' })
      const ours = JSON.parse(engine(path).analyze(''))
      if (theirs.status === 0) { check(!ours.error, `${path} is read by the command line`); continue }
      check(ours.error?.status === theirs.status, `${path}: status ${ours.error?.status}, not ${theirs.status}`)
      const flat = (text) => text.replace(/\s+/g, ' ').replace(/[|]/g, '').trim()
      const said = flat(theirs.stderr.split('\n')[0].replace(/^error: /, ''))
      check(flat(`${ours.error.text}`).startsWith(said) || flat(ours.error.message).startsWith(said), `${path}: “${ours.error.text}”, not “${said}”`)
      told++
    }
    console.log(`    ${told} messages`)
  })

  await test('a thousand mutated files are refused or read', () => {
    let seed = 12345
    const next = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n }
    const folders = ['testdata/exports/good', 'testdata/exports/watch', 'testdata/exports/bad']
    const sources = folders.flatMap((f) => readdirSync(join(root, f)).map((n) => `${f}/${n}`)).filter((n) => !n.endsWith('.py') && statSync(join(root, n)).size < 30_000)
    let engine = new Engine(), traps = 0, read = 0
    for (let i = 0; i < 1000; i++) {
      const name = sources[next(sources.length)]
      const bytes = new Uint8Array(readFileSync(join(root, name)))
      for (let k = 0; k <= next(6); k++) if (bytes.length) bytes[next(bytes.length)] = next(256)
      const cut = next(4) === 0 ? bytes.slice(0, next(bytes.length + 1)) : bytes
      try {
        engine.clear(); engine.add(name, cut)
        const found = JSON.parse(engine.inspect(name, ''))
        if (!found.error && i % 4 === 0) JSON.parse(engine.analyze('{"read":{"placement":"pelvis"}}'))
        read += found.error ? 0 : 1
      } catch (error) {
        traps++
        console.log(`    ${name}: ${error} ${Engine.last_panic()}`)
        engine = new Engine()
      }
    }
    console.log(`    ${read} read, ${1000 - read} refused, ${traps} traps`)
    check(traps === 0, `${traps} mutated files stopped the engine`)
  })
}
