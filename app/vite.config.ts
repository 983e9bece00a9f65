// Two builds of one source: a static site with a service worker (dist/site), and one HTML file (dist/single/strideform.html)
// that holds everything and opens from disk.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { writeGuides } from './guides.ts'

const here = import.meta.dirname
const wasm = resolve(here, 'pkg/strideform_bg.wasm')

/** Only what the page itself brings may run or be loaded; nothing may be sent. */
const policy = (script: string) =>
  [
    "default-src 'self'", `script-src ${script} 'wasm-unsafe-eval'`, "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
    "worker-src 'self' blob:", "frame-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'",
  ].join('; ')

const csp = (text: string) => `<meta http-equiv="Content-Security-Policy" content="${text}">`

/** The site: its policy, and a list of its files for the service worker. */
function site(): Plugin {
  let out = ''
  return {
    name: 'strideform-site',
    configResolved(config) { out = config.build.outDir },
    transformIndexHtml: { order: 'post', handler: (html) => html.replace('<!--policy-->', csp(policy("'self'"))) },
    async closeBundle() {
      await writeGuides(out)
      const list = (folder: string, prefix = ''): string[] =>
        readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
          entry.isDirectory() ? list(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`])
      const files = list(out).filter((name) => name !== 'sw.js' && !name.endsWith('.map'))
      const hash = createHash('sha256')
      for (const name of files) hash.update(name).update(readFileSync(join(out, name)))
      const worker = readFileSync(resolve(here, 'src/sw.js'), 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 16))
        .replace('__FILES__', JSON.stringify(['./', ...files.filter((name) => name !== 'index.html')]))
      writeFileSync(join(out, 'sw.js'), worker)
    },
  }
}

/** One file: script, style and engine inside the page. */
function single(): Plugin {
  return {
    name: 'strideform-single',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') throw new Error('no page')
      let html = String(page.source)
      let script = ''
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === 'chunk') script += file.code
        else if (name.endsWith('.css')) html = html.replace('</head>', () => `<style>${String(file.source)}</style></head>`)
        if (name !== 'index.html') delete bundle[name]
      }
      script = script.replaceAll('</script', '<\\/script')
      const hash = createHash('sha256').update(script).digest('base64')
      const engine = gzipSync(readFileSync(wasm), { level: 9 }).toString('base64')
      html = html
        .replace(/<script type="module"[^>]*><\/script>/, '')
        .replace(/<link rel="(stylesheet|manifest|icon)"[^>]*>/g, '')
        .replace('<!--policy-->', () => csp(policy(`'sha256-${hash}'`).replace("default-src 'self'", "default-src 'none'").replaceAll("'self' ", '')))
        .replace('</body>', () => `<script type="application/octet-stream" id="engine">${engine}</script><script type="module">${script}</script></body>`)
      page.source = html
      page.fileName = 'strideform.html'
    },
    closeBundle() { for (const name of ['manifest.webmanifest', 'icon.svg', 'icon.png']) rmSync(resolve(here, 'dist/single', name), { force: true }) },
  }
}

export default defineConfig(({ mode }) => {
  const one = mode === 'single'
  return {
    base: './',
    publicDir: one ? false : 'public',
    resolve: { alias: { '#engine': resolve(here, one ? 'src/engine/load-single.ts' : 'src/engine/load-site.ts') } },
    define: { __SINGLE__: JSON.stringify(one) },
    worker: { format: one ? 'iife' as const : 'es' as const },
    build: {
      outDir: one ? 'dist/single' : 'dist/site',
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      assetsInlineLimit: one ? 1e9 : 0,
      cssCodeSplit: false,
      rollupOptions: one ? { output: { codeSplitting: false } } : {},
    },
    plugins: [one ? single() : site()],
  }
})
