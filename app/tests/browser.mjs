// The page as a coach uses it, in Chromium.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { zipSync } from 'fflate'
import { check, root, test } from './harness.mjs'
import { serve } from './server.mjs'

const pictures = process.env.PICTURES
const cli = process.env.STRIDEFORM ?? join(root, 'target/debug/strideform')
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const session = join(root, 'testdata/sessions/easy-run')
const axe = readFileSync(join(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8')

/** The command line finds the same from the files beside the saved analysis. */
function rerun(recordings, saved) {
  const folder = mkdtempSync(join(tmpdir(), 'strideform-'))
  cpSync(recordings, folder, { recursive: true })
  for (const [name, text] of Object.entries(saved)) writeFileSync(join(folder, name), text)
  const said = spawnSync(cli, ['rerun', join(folder, 'analysis.json')], { encoding: 'utf8' })
  if (said.status === 0) rmSync(folder, { recursive: true })
  check(said.status === 0 && /same inputs, same results/.test(said.stdout), `${said.stdout} ${said.stderr}`)
}

export async function browserTests() {
  const site = await serve(join(import.meta.dirname, '../dist/site'))
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
  const asked = []
  const open = async (url = site.url, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options })
    const page = await context.newPage()
    page.errors = []
    page.on('pageerror', (error) => page.errors.push(String(error)))
    page.on('console', (line) => { if (line.type() === 'error') page.errors.push(line.text()) })
    context.on('request', (request) => asked.push(request.url()))
    await page.goto(url)
    return page
  }
  const drop = async (page, names, folder = session) => page.setInputFiles('[data-test=files]', names.map((name) => join(folder, name)))
  const tab = (page, name) => page.locator('nav .tab', { hasText: name }).click()
  const title = (page, text) => page.locator('h1', { hasText: text }).waitFor({ timeout: 30_000 })
  const shipped = async (page) => {
    await drop(page, readdirSync(session))
    await title(page, 'Check the sensors')
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.answer-head').waitFor({ timeout: 30_000 })
  }
  const picture = async (page, name) => { if (pictures) { mkdirSync(pictures, { recursive: true }); await page.waitForTimeout(350); await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true }) } }
  const accessible = async (page, where) => {
    await page.evaluate(axe)
    const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }))
    const serious = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
    check(serious.length === 0, `${where}: ${serious.map((v) => `${v.id} ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`).join('; ')}`)
  }

  await test('the shipped run is dropped and answered', async () => {
    const page = await open()
    await picture(page, 'start')
    await shipped(page)
    check(await page.locator('text=of 11 checks were possible').count(), 'the number of checks')
    check((await page.locator('.tile').count()) >= 6, 'six key numbers')
    check(page.errors.length === 0, page.errors.join('; '))
    await page.context().close()
  })

  await test('the same document in the page as on the command line', async () => {
    const page = await open()
    await shipped(page)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Analysis (JSON)' }).click()])
    const text = readFileSync(await download.path(), 'utf8')
    check(JSON.parse(text).schema === 'strideform.analysis/1', 'an analysis')
    rerun(session, { 'analysis.json': text })
    await page.context().close()
  })

  await test('a saved analysis with everything entered and edited is repeated by the command line', async () => {
    const page = await open()
    await drop(page, readdirSync(session))
    await title(page, 'Check the sensors')
    await page.getByLabel('Name or code').fill('R. "Demo" 1'); await page.getByLabel('Slope').fill('1,5')
    await page.getByText('Pain or discomfort').click(); await page.getByLabel('Where', { exact: true }).fill('outer hip'); await page.getByLabel('How strong').fill('3')
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.answer-head').waitFor({ timeout: 30_000 })
    await tab(page, 'Signal')
    await page.locator('.lane').nth(4).waitFor()
    await page.locator('.lanes').focus(); await page.keyboard.press('s')
    await tab(page, 'Summary')
    await page.locator('.edited', { hasText: 'sides swapped' }).waitFor({ timeout: 30_000 })
    const saved = {}
    for (const [button, name] of [['Analysis (JSON)', 'analysis.json'], ['Description (session.toml)', 'session.toml']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
      saved[name] = readFileSync(await download.path(), 'utf8')
    }
    check(JSON.parse(saved['analysis.json']).runner.id === 'R. "Demo" 1', 'the name')
    rerun(session, saved)
    await page.context().close()
  })

  await test('a sensor of unknown place is asked for, and placed', async () => {
    const page = await open()
    await page.setInputFiles('[data-test=files]', [{ name: 'IMU_3.csv', mimeType: 'text/csv', buffer: readFileSync(join(session, 'pelvis.csv')) }])
    await title(page, 'Check the sensors')
    check(await page.locator('.banner', { hasText: 'Where was IMU_3.csv worn?' }).count(), 'the question')
    check(await page.getByRole('button', { name: 'Analyse the run' }).isDisabled(), 'not analysed yet')
    await page.getByLabel('Where IMU_3.csv was worn').selectOption('pelvis')
    await page.locator('.banner').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.answer-head').waitFor()
    await page.context().close()
  })

  await test('a wrong placement is caught and corrected', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Try a recording with a mistake' }).click()
    await title(page, 'Check the sensors')
    const warning = page.locator('.sensor', { hasText: 'shank-left.csv' }).locator('.banner.red')
    check(/moves like a sensor on the lower back or chest.*%.*not on the left shin/.test(await warning.textContent()), `the page warns by itself: ${await warning.textContent()}`)
    check((await page.locator('.sensor .banner').count()) === 1, 'and of no other sensor')
    await picture(page, 'misplaced'); await accessible(page, 'misplaced')
    // Analysed all the same, the answer is the contradiction, and a way back.
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.answer-head h1', { hasText: 'form was not judged' }).waitFor({ timeout: 30_000 })
    await picture(page, 'contradicted')
    await page.locator('.answer-head').getByRole('button', { name: 'Check the sensors' }).click()
    await warning.getByRole('button', { name: 'Move it to the lower back' }).click()
    await warning.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.answer-head h1', { hasText: 'Hip drop, left' }).waitFor({ timeout: 30_000 })
    await page.context().close()
  })

  await test('a shin under the name of the lower back: the side is asked for', async () => {
    const page = await open()
    await page.setInputFiles('[data-test=files]', [{ name: 'pelvis.csv', mimeType: 'text/csv', buffer: readFileSync(join(session, 'shank-right.csv')) }])
    await title(page, 'Check the sensors')
    await page.locator('.banner.red', { hasText: 'a shin' }).waitFor()
    for (const side of ['left', 'right']) check(await page.getByRole('button', { name: `Move it to the ${side} shin` }).count(), side)
    await page.getByRole('button', { name: 'It was worn as stated' }).click()
    await page.locator('.sensor .banner').waitFor({ state: 'detached' })
    // No running is found at the place that it is said to be worn; the engine has the last word.
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.failed', { hasText: 'no running detected' }).waitFor({ timeout: 30_000 })
    await page.getByLabel('Where pelvis.csv was worn').selectOption('shank-right')
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.answer-head').waitFor({ timeout: 30_000 })
    await page.context().close()
  })

  await test('a section is excluded, sides are swapped, and both are undone', async () => {
    const page = await open()
    await shipped(page)
    await tab(page, 'Signal')
    await page.locator('.lane').nth(4).waitFor()
    await page.locator('.lanes').focus()
    for (const key of ['ArrowRight', 'ArrowRight', '-', '-']) await page.keyboard.press(key)
    check(/foot down/.test(await page.locator('.status-line').textContent()), 'the step under the cursor')
    await picture(page, 'signal')
    const over = await page.locator('.lane .u-over').nth(1).boundingBox()
    await page.mouse.move(over.x + 0.3 * over.width, over.y + 20); await page.mouse.down(); await page.mouse.move(over.x + 0.8 * over.width, over.y + 24, { steps: 6 }); await page.mouse.up()
    await page.locator('h2', { hasText: 'For this section' }).waitFor()
    await picture(page, 'section')
    const before = await page.locator('.keys').textContent()
    await page.locator('.lanes').focus(); await page.keyboard.press('x')
    await page.waitForFunction((old) => document.querySelector('.keys')?.textContent !== old, before, { timeout: 30_000 })
    await page.keyboard.press('s')
    await tab(page, 'Summary')
    await page.locator('.edited', { hasText: 'sides swapped' }).waitFor({ timeout: 30_000 })
    check(/1 excluded/.test(await page.locator('.edited').textContent()), 'the excluded section')
    await page.locator('.edited button').click(); await page.waitForFunction(() => !document.querySelector('.edited')?.textContent.includes('swapped'))
    check(page.errors.length === 0, page.errors.join('; '))
    await page.context().close()
  })

  await test('two runs are compared', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Try a demo runner' }).click()
    await page.locator('.answer-head').waitFor({ timeout: 30_000 })
    for (const [name, file] of [['Summary', 'answer'], ['Sensors', 'check'], ['Strides', 'strides'], ['Over the run', 'course'], ['Report', 'report'], ['Metronome', 'metronome']]) { await tab(page, name); await page.waitForTimeout(pictures ? 800 : 200); await picture(page, file); await accessible(page, name) }
    await tab(page, 'Compare')
    await page.getByRole('button', { name: 'Compare the demo runner' }).click()
    await page.getByRole('heading', { name: 'Better', exact: true }).waitFor({ timeout: 30_000 })
    check(/cadence \+1\d/.test(await page.locator('h1').textContent()), await page.locator('h1').textContent())
    await picture(page, 'compare'); await accessible(page, 'compare')
    check(page.errors.length === 0, page.errors.join('; '))
    await page.context().close()
  })

  await test('an archive becomes a season', async () => {
    const folder = join(root, 'testdata/exports/watch')
    const zip = zipSync(Object.fromEntries(['activities_point.csv', 'dynamics.fit', 'ride.fit', 'walk.fit', 'strap_and_pod.fit'].map((name) => [`activities/${name}`, new Uint8Array(readFileSync(join(folder, name)))])))
    const page = await open()
    await page.setInputFiles('[data-test=files]', [{ name: 'export_1234.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) }])
    await title(page, 'runs in')
    await picture(page, 'season'); await accessible(page, 'season')
    check(page.errors.length === 0, page.errors.join('; '))
    await page.context().close()
  })

  await test('the history is kept after consent, exported and imported', async () => {
    const page = await open()
    await shipped(page)
    await page.getByRole('button', { name: 'Keep this run' }).click()
    await page.locator('text=Kept in this browser').waitFor()
    await tab(page, 'Season')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export the history' }).click()])
    const file = await download.path()
    await page.reload(); await tab(page, 'Season')
    check((await page.locator('.runs li').count()) === 1, 'kept over a reload')
    const other = await open()
    await tab(other, 'Season')
    check((await other.locator('.runs li').count()) === 0, 'another browser knows nothing')
    await other.setInputFiles('[data-test=import]', [{ name: 'history.strideform', mimeType: 'application/zip', buffer: readFileSync(file) }])
    await other.locator('.runs li').waitFor()
    await page.context().close(); await other.context().close()
  })

  await test('the site opens without a connection', async () => {
    const page = await open()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await page.context().setOffline(true)
    await page.reload()
    await shipped(page)
    await page.context().close()
  })

  await test('guides and lists are pages of the site, also without a connection', async () => {
    for (const [name, options] of [['light', {}], ['telephone-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]]) {
      const page = await open(site.url, options)
      await page.evaluate(() => navigator.serviceWorker.ready)
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      await page.context().setOffline(true)
      await page.getByRole('link', { name: 'For coaches' }).click()
      await page.locator('nav[aria-label=Guides] a[aria-current=page]', { hasText: 'For coaches' }).waitFor()
      const links = await page.locator('nav[aria-label=Guides] a').evaluateAll((all) => all.map((a) => a.href))
      check(links.length === 10, `${links.length} guides`)
      for (const link of links) {
        await page.goto(link)
        const file = link.split('/').pop().replace('.html', '')
        check((await page.locator('h1').count()) === 1, `${file}: a title`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        check(wide <= 1, `${file}, ${name}: ${wide} px too wide`)
        if (['coach', 'form-checks', 'methods'].includes(file)) { await picture(page, `guide-${file}-${name}`); await accessible(page, `guide ${file}, ${name}`) }
        const broken = await page.evaluate(async () => { const out = []; for (const a of document.querySelectorAll('a[href], img[src]')) { const to = new URL(a.href ?? a.src); if (to.origin !== location.origin) continue; const kept = await caches.match(to.href.split('#')[0]); if (!kept) out.push(to.pathname) } return out })
        check(broken.every((to) => to === '/index.html'), `${file}: not on the site: ${broken}`)
      }
      for (const [file, list] of [['metrics', 'metrics'], ['form-checks', 'faults'], ['method-list', 'methods']]) {
        await page.goto(links.find((link) => link.includes(`/${file}.html`)))
        const ids = JSON.parse(spawnSync(cli, [list, '--format', 'json'], { encoding: 'utf8' }).stdout).map((one) => one.id)
        const shown = await page.locator('.entry').evaluateAll((all) => all.map((e) => e.id))
        check(JSON.stringify(ids) === JSON.stringify(shown), `${file}: the list of the command line`)
      }
      await page.locator('.brand').click()
      await title(page, 'See how your runner runs')
      await page.context().close()
    }
  })

  await test('the single file works from disk', async () => {
    const page = await open(`file://${join(import.meta.dirname, '../dist/single/strideform.html')}`)
    await page.getByRole('button', { name: 'Try a demo runner' }).click()
    await page.locator('.answer-head').waitFor({ timeout: 30_000 })
    check(page.errors.length === 0, page.errors.join('; '))
    await page.context().close()
  })

  await test('a damaged file is reported at its cell, and the rest goes on', async () => {
    const page = await open()
    await page.setInputFiles('[data-test=files]', [{ name: 'pelvis.csv', mimeType: 'text/csv', buffer: readFileSync(join(root, 'testdata/exports/bad/text_cell.csv')) }])
    await page.locator('.failed mark').waitFor()
    await picture(page, 'damaged')
    await page.getByLabel('Skip rows that cannot be read').first().check()
    await page.locator('.failed').waitFor({ state: 'detached' })
    // Also when it is analysed; there is no running in it.
    await page.getByRole('button', { name: 'Analyse the run' }).click()
    await page.locator('.failed', { hasText: 'no running detected' }).waitFor()
    await page.context().close()
  })

  await test('telephone, dark and print', async () => {
    for (const [name, options] of [['telephone', { viewport: { width: 390, height: 844 }, hasTouch: true }], ['dark', { colorScheme: 'dark' }]]) {
      const page = await open(site.url, options)
      await picture(page, `start-${name}`); await accessible(page, `start, ${name}`)
      await page.getByRole('button', { name: 'Try a demo runner' }).click()
      await page.locator('.answer-head').waitFor({ timeout: 30_000 })
      for (const [tabName, file] of [['Summary', 'answer'], ['Sensors', 'check'], ['Signal', 'signal'], ['Strides', 'strides'], ['Over the run', 'course']]) {
        await tab(page, tabName); await page.waitForTimeout(pictures ? 700 : 250); await picture(page, `${file}-${name}`); await accessible(page, `${tabName}, ${name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        check(wide <= 1, `${tabName}, ${name}: ${wide} px too wide`)
      }
      const small = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => e.childNodes.length && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && parseFloat(getComputedStyle(e).fontSize) < 12 && !(e instanceof SVGElement)).map((e) => e.outerHTML.slice(0, 80)))
      check(small.length === 0, `text below 12 px: ${small.slice(0, 3).join('; ')}`)
      if (name === 'dark' && pictures) { await tab(page, 'Summary'); await page.emulateMedia({ media: 'print', colorScheme: 'light' }); await page.pdf({ path: join(pictures, 'answer-print.pdf') }) }
      await page.context().close()
    }
  })

  await test('fast enough', async () => {
    const page = await open()
    const paint = await page.evaluate(() => new Promise((resolve) => { const now = performance.getEntriesByName('first-contentful-paint')[0]; if (now) resolve(now.startTime); else new PerformanceObserver((list) => { const e = list.getEntriesByName('first-contentful-paint')[0]; if (e) resolve(e.startTime) }).observe({ type: 'paint', buffered: true }) }))
    const packed = gzipSync(readFileSync(join(import.meta.dirname, '../pkg/strideform_bg.wasm'))).length
    await shipped(page)
    const again = await page.evaluate(async () => { const start = performance.now(); await window.strideform.analyze(null); return performance.now() - start })
    console.log(`    first paint ${paint.toFixed(0)} ms, engine ${(packed / 1e6).toFixed(2)} MB gzipped, run of 32 s and five sensors again in ${again.toFixed(0)} ms`)
    check(paint < 1000 * Number(process.env.SLACK ?? 3) && packed < 3e6, 'too slow or too large')
    await page.context().close()
  })

  await test('nothing leaves the computer', () => {
    const away = asked.filter((url) => !url.startsWith(site.url) && !/^(file|blob|data):/.test(url))
    check(asked.length > 20 && away.length === 0, away.slice(0, 5).join(' '))
    const page = readFileSync(join(import.meta.dirname, '../dist/site/index.html'), 'utf8')
    check(page.includes("default-src 'self'"), 'the policy of the site')
    check(/default-src 'none'/.test(readFileSync(join(import.meta.dirname, '../dist/single/strideform.html'), 'utf8').slice(0, 4000)), 'the policy of the single file')
  })
  await browser.close()
  site.close()
  if (pictures) writeFileSync(join(pictures, 'requests.txt'), [...new Set(asked)].join('\n'))
}
