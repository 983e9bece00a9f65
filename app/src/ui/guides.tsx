// The guides beside the page; the single file has none.
const guides: [string, string, string][] = [
  ['coach', 'For coaches', 'from straps to a report'], ['form-checks', 'Form checks', 'limits, evidence, what to try'], ['metrics', 'Metrics', 'what every number means'],
  ['methods', 'Methods', 'how it is computed, with sources'], ['validation', 'How accurate it is', 'against treadmills and markers'], ['researcher', 'For researchers', 'command line, tables, Python'], ['batch', 'Many recordings', 'a whole study in one command'],
]

export function Guides() {
  if (__SINGLE__) return null
  return (
    <section aria-labelledby="guides"><h2 id="guides">Guides</h2>
      <ul class="guides">{guides.map(([file, name, text]) => <li key={file}><a href={`./guides/${file}.html`}>{name}</a> <span>{text}</span></li>)}</ul>
    </section>
  )
}
