// The guides (docs/) and the lists of metrics, methods and faults as plain pages of the site, made when it is built: the texts
// are those of the repository, the lists those of the engine, which are those of the command line.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Marked } from 'marked'

const docs = resolve(import.meta.dirname, '../docs')

/** Pages from Markdown, in the order of the list of guides; those without a name are only linked from others. */
const guides: Record<string, string> = {
  'COACH.md': 'For coaches', 'RESEARCHER.md': 'For researchers', 'BATCH.md': 'Many recordings', 'COMPARE.md': 'Other packages',
  'PYTHON.md': 'From Python', 'METHODS.md': 'Methods in full', 'VALIDATION.md': 'How accurate it is',
}
const linked = ['SPEED.md', 'SCALE.md', 'ROBUSTNESS.md', ...['cadence', 'constants', 'coverage', 'intervals', 'loading', 'markers', 'published', 'sacrum', 'shank', 'treadmill-26-runners', 'virtual-runner', 'watches'].map((name) => `validation/${name}.md`)]
const lists: Record<string, { title: string; file: string }> = {
  metrics: { title: 'Metrics', file: 'metrics.html' }, faults: { title: 'Form checks', file: 'form-checks.html' }, methods: { title: 'List of methods', file: 'method-list.html' },
}

const page = (source: string) => source.toLowerCase().replace(/\.md$/, '.html')
const escaped = (text: unknown) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const slug = (text: string) => text.toLowerCase().replace(/<[^>]*>|&[a-z]+;/g, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')

function frame(path: string, title: string, body: string): string {
  const up = '../'.repeat(path.split('/').length)
  const here = (to: string, name: string) => `<a href="${up}guides/${to}"${to === path ? ' aria-current="page"' : ''}>${name}</a>`
  const links = [...Object.entries(guides).map(([source, name]) => here(page(source), name)), ...Object.values(lists).map(({ title, file }) => here(file, title))]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} – Strideform</title>
<link rel="icon" href="${up}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${up}guides/guide.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a class="brand" href="${up}index.html">Strideform</a><nav aria-label="Guides">${links.join('\n')}</nav></header>
<main id="main">
${body}
</main>
</body>
</html>
`
}

/** A guide; links to other guides stay, those to files that are not on the site become their words. */
function guide(source: string, known: Set<string>, pictures: Set<string>): { title: string; body: string } {
  const folder = posix.dirname(source)
  const target = (href: string) => posix.normalize(posix.join(folder, href.split('#')[0]!))
  const seen = new Map<string, number>()
  const marked = new Marked({
    renderer: {
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens)
        if (/^(https?:|#)/.test(href)) return `<a href="${escaped(href)}">${words}</a>`
        const anchor = href.includes('#') ? `#${href.split('#')[1]}` : ''
        const name = guides[target(href)]
        if (name && /^(<code>)?[A-Z]+\.md(<\/code>)?$/.test(words)) return `<a href="${escaped(page(href.split('#')[0]!) + anchor)}">${escaped(name)}</a>`
        return known.has(target(href)) ? `<a href="${escaped(page(href.split('#')[0]!) + anchor)}">${words}</a>` : words
      },
      image({ href, text }) {
        if (!existsSync(join(docs, target(href)))) return escaped(text)
        pictures.add(target(href))
        return `<img src="${escaped(href)}" alt="${escaped(text)}" loading="lazy">`
      },
      heading({ tokens, depth }) {
        const words = this.parser.parseInline(tokens)
        const id = slug(words), n = seen.get(id) ?? 0
        seen.set(id, n + 1)
        return `<h${depth} id="${id}${n ? `-${n}` : ''}">${words}</h${depth}>\n`
      },
      code({ text }) { return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n` },
      // Pictures in the Markdown stay; other HTML is shown as it is written.
      html({ text }) { return /^\s*<!--[\s\S]*-->\s*$/.test(text) ? '' : escaped(text) },
    },
  })
  const text = readFileSync(join(docs, source), 'utf8')
  const body = (marked.parse(text, { async: false }))
    .replace(/<table>/g, '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>').replace(/<\/table>/g, '</table></div>')
  return { title: /^#\s+(.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? basename(source), body }
}

interface Rule { metric: string; unit: string; kind: string; mild: number; marked: number; source: string }
interface Fault { id: string; name: string; grade: string; needs: string; rules: Rule[]; supported_by: Rule[]; linked_to: string[]; advice: string[]; exercises: string[]; confounders: string[] }
interface Metric { id: string; name: string; unit: string; definition: string; needs: string; sided: boolean }
interface Method { id: string; stage: string; summary: string; segments?: string[]; needs_gyr?: boolean; min_rate_hz?: number; citation: string; deviations: string; default?: boolean }

const row = (name: string, value: string) => (value ? `<dt>${name}</dt><dd>${value}</dd>` : '')
const items = (list: string[]) => (list.length ? `<ul>${list.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>` : '')
const entry = (id: string, name: string, rows: string[]) => `<section class="entry" id="${escaped(id)}"><h2>${escaped(name)}</h2><p class="id"><code>${escaped(id)}</code></p><dl>${rows.join('')}</dl></section>`

const written: Record<string, (list: never) => string> = {
  metrics: (list: Metric[]) => `<h1>Metrics</h1><p class="lead">What is measured, how it is defined, and what it takes. Every value comes with a 95 % interval.</p>${list.map((m) => entry(m.id, m.name, [row('Unit', escaped(m.unit)), row('Definition', escaped(m.definition)), row('Needs', escaped(m.needs)), row('Sides', m.sided ? 'left, right and both' : 'both together')])).join('\n')}`,
  faults: (list: Fault[]) => {
    const rule = (r: Rule) => `<li><a href="metrics.html#${escaped(r.metric)}">${escaped(r.metric.replaceAll('_', ' '))}</a> ${escaped(r.kind.replaceAll('-', ' '))} ${r.mild} ${escaped(r.unit)}, marked from ${r.marked} ${escaped(r.unit)} <span class="quiet">(${escaped(r.source)})</span></li>`
    return `<h1>Form checks</h1><p class="lead">What is looked for, from which limits, on which evidence (A strong to D weak), and what to try.</p>${list.map((f) => entry(f.id, f.name, [row('Needs', escaped(f.needs)), row('Evidence', `grade ${escaped(f.grade)}`), row('Decides', `<ul>${f.rules.map(rule).join('')}</ul>`), row('Supports', f.supported_by?.length ? `<ul>${f.supported_by.map(rule).join('')}</ul>` : ''), row('Try this', items(f.advice)), row('Exercises', items(f.exercises ?? [])), row('Associated with', items(f.linked_to ?? [])), row('Could also be', items(f.confounders ?? []))])).join('\n')}`
  },
  methods: (list: Method[]) => `<h1>List of methods</h1><p class="lead">Every step that has more than one way of doing it, and those that have one, with their sources.</p>${list.map((m) => entry(m.id, m.id.replaceAll('-', ' '), [row('Stage', escaped(m.stage) + (m.default ? ' (default)' : '')), row('What it does', escaped(m.summary)), row('Needs', escaped([m.segments?.length ? `sensor on the ${m.segments.join(' or ')}` : '', m.needs_gyr ? 'gyroscope' : '', m.min_rate_hz ? `${m.min_rate_hz} Hz or more` : ''].filter(Boolean).join(', '))), row('Source', escaped(m.citation ?? '')), row('Unlike the source', escaped(m.deviations ?? ''))])).join('\n')}`,
}

/** Writes the pages below `out`/guides. */
export async function writeGuides(out: string) {
  const put = (path: string, text: string) => { const file = join(out, 'guides', path); mkdirSync(dirname(file), { recursive: true }); writeFileSync(file, text) }
  const known = new Set([...Object.keys(guides), ...linked])
  const pictures = new Set<string>()
  for (const source of known) {
    const { title, body } = guide(source, known, pictures)
    put(page(source), frame(page(source), title, body))
  }
  for (const name of pictures) { mkdirSync(dirname(join(out, 'guides', name)), { recursive: true }); copyFileSync(join(docs, name), join(out, 'guides', name)) }
  const { initSync, Engine } = await import(pathToFileURL(resolve(import.meta.dirname, 'pkg/strideform.js')).href) as typeof import('./pkg/strideform.js')
  initSync({ module: new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, 'pkg/strideform_bg.wasm'))) })
  for (const [id, { title, file }] of Object.entries(lists)) put(file, frame(file, title, written[id]!(JSON.parse(Engine.list(id)) as never)))
  copyFileSync(resolve(import.meta.dirname, 'src/guide.css'), join(out, 'guides/guide.css'))
}
