// Two runs: what changed by more than the error.
import { useEffect, useState } from 'preact/hooks'
import { forget, history } from '../history.ts'
import { save } from '../ui/save.ts'
import { EngineError, type Failure } from '../engine/client.ts'
import { Failed } from '../ui/failed.tsx'
import type { Analysis, CompareMetric, Comparison } from '../engine/types.ts'
import { analysis, analysisText, busy, engine, isDemo } from '../state.ts'
import { amount, fixed, metricBetter, metricName, metricScale, metricUnit, onPage } from '../words.ts'
import { pace } from './check.tsx'
import { settings } from '../state.ts'

interface Run { id: string; name: string; text: string }

export function Compare() {
  const [extra, setExtra] = useState<Run[]>([])
  const [before, setBefore] = useState('')
  const [after, setAfter] = useState('')
  const [result, setResult] = useState<Comparison | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const current: Run[] = analysis.value ? [{ id: 'current', name: `This run (${analysis.value.runner.id ?? 'unnamed'})`, text: analysisText.value }] : []
  const runs = [...history.value.map((k) => ({ id: k.id, name: `${k.runner}, ${k.started.slice(0, 10)}${k.cue ? `, cue: ${k.cue}` : ''}`, text: k.analysis })).filter((k) => k.text !== analysisText.value), ...extra, ...current]
  useEffect(() => { if (!after && current.length) setAfter('current'); if (!before && runs.length > 1) setBefore(runs.filter((r) => r.id !== 'current').slice(-1)[0]!.id) }, [runs.length])
  const a = runs.find((r) => r.id === before), b = runs.find((r) => r.id === after)
  useEffect(() => {
    setResult(null); setFailure(null)
    if (a && b && a !== b) engine.json<Comparison>('compare', a.text, b.text).then(setResult, (e: unknown) => { if (e instanceof EngineError) setFailure(e.failure) })
  }, [a?.text, b?.text])
  const cued = async () => {
    busy.value = 'Running the demo runner again, with a cue …'
    const other = new (engine.constructor as new () => typeof engine)()
    try {
      const found = await other.demo('cued')
      for (const f of found) await other.add(f.name, f.bytes)
      const text = await other.text('analyze', JSON.stringify({ runner: { id: 'Demo runner', height_cm: 175, mass_kg: 70 }, run: { speed_mps: 3.1, surface: 'road' } }))
      const run = { id: 'cued', name: 'Demo runner, after the cue', text }
      setExtra([...extra.filter((r) => r.id !== 'cued'), run]); setBefore('current'); setAfter('cued')
    } catch (e) { if (e instanceof EngineError) setFailure(e.failure) } finally { other.stop(); busy.value = null }
  }
  const open = async (list: FileList | null) => {
    for (const file of [...(list ?? [])]) {
      const text = await file.text()
      try { const d = JSON.parse(text) as Analysis; if (!d.schema?.startsWith('strideform.analysis')) throw new Error('x'); setExtra((x) => [...x.filter((r) => r.id !== file.name), { id: file.name, name: `${d.runner?.id ?? 'Run'}, ${file.name}`, text }]) }
      catch { setFailure({ kind: 'malformed', status: 3, message: `${file.name} is not a saved analysis`, remedy: 'Save one under “Take it with you” on the summary, or keep runs in the history.', file: null, line: null, column: null, column_name: null, cell: null, line_text: null, span: null, text: '' }) }
    }
  }
  const pick = (label: string, value: string, set: (v: string) => void) => <label>{label} <select value={value} onChange={(e) => set(e.currentTarget.value)}><option value="">choose …</option>{runs.map((r) => <option key={r.id} value={r.id}>{r.name}</option>)}</select></label>
  return (
    <div>
      <h1 tabIndex={-1}>{result ? headline(result) : 'Compare two runs'}</h1>
      <div class="bar">{pick('Before', before, setBefore)} {pick('After', after, setAfter)} <button onClick={() => { setBefore(after); setAfter(before) }} disabled={!a || !b}>Exchange</button>
        <label class="file">Open a saved analysis <input type="file" accept=".json" multiple onChange={(e) => void open(e.currentTarget.files)} /></label></div>
      {failure && <Failed failure={failure} />}
      {!result && runs.length < 2 && <p class="lead">Keep a run from its summary, or open saved analyses. {isDemo.value && analysis.value && <button onClick={() => void cued()}>Compare the demo runner with the same runner after a cue</button>}</p>}
      {result && <Result c={result} onSave={() => void engine.text('compare_html', a!.text, b!.text).then((html) => save('comparison.html', html, 'text/html'))} curves={[JSON.parse(a!.text) as Analysis, JSON.parse(b!.text) as Analysis]} />}
      {history.value.length > 0 && <details class="fold"><summary>Kept runs ({history.value.length})</summary><ul>{history.value.map((k) => <li key={k.id}>{k.runner}, {k.started.slice(0, 10)}, {k.name} <button class="plain" onClick={() => void forget(k.id)}>Forget</button></li>)}</ul></details>}
    </div>
  )
}

const changed = (m: CompareMetric) => m.verdict === 'increased' || m.verdict === 'decreased'
const own = (m: CompareMetric) => (m.change ?? 0) - ((m as unknown as { expected_from_speed?: number }).expected_from_speed ?? 0)

export function headline(c: Comparison): string {
  const gone = (c.findings ?? []).filter((f) => f.before === 'present' && f.after !== 'present'), come = (c.findings ?? []).filter((f) => f.after === 'present' && f.before !== 'present')
  const parts: string[] = []
  const cadence = c.metrics.find((m) => m.id === 'cadence' && changed(m))
  if (cadence) parts.push(`cadence ${fixed(own(cadence), 0).replace(/^(\d)/, '+$1')}`)
  for (const f of gone) parts.push(`${f.name.toLowerCase()} ${f.after === 'absent' ? 'gone' : 'no longer clear'}`)
  for (const f of come) parts.push(`${f.name.toLowerCase()} is new`)
  const clear = c.metrics.filter(changed).length
  if (!clear && !parts.length) return 'No clear change'
  if (gone.length && !come.length) return `It worked: ${parts.join(', ')}`
  return parts.length ? parts.join(', ').replace(/^./, (l) => l.toUpperCase()) : `${clear} ${clear === 1 ? 'value' : 'values'} changed`
}

function Result({ c, onSave, curves }: { c: Comparison; onSave: () => void; curves: [Analysis, Analysis] }) {
  const { imperial } = settings.value
  const clear = c.metrics.filter(changed)
  const verdict = (m: CompareMetric) => {
    const good = metricBetter(m.id), up = own(m) > 0
    if (good === 'even') { const centre = m.id === 'contact_time_balance' ? 50 : 0; return Math.abs((m.after ?? 0) - centre) < Math.abs((m.before ?? 0) - centre) ? 'better' : 'worse' }
    return good ? ((good === 'higher') === up ? 'better' : 'worse') : 'changed'
  }
  const groups = [['better', 'Better'], ['worse', 'Worse'], ['changed', 'Changed, neither better nor worse by itself']] as const
  const unlike = c.speed.before && c.speed.after && Math.abs(c.speed.after / c.speed.before - 1) > 0.05
  return (
    <div>
      <p class="lead">{[c.before, c.after].map((s) => `${s.runner ?? 'Run'}${s.speed_mps ? ` at ${pace(s.speed_mps, imperial)} ${imperial ? 'min/mi' : 'min/km'}` : ''}`).join(' against ')}</p>
      {unlike && <div class="banner red" role="alert"><p><b>The speeds differ.</b> Form follows speed: compare at the same speed where you can. Where the effect of speed is known, it is subtracted.</p></div>}
      {clear.length === 0 && <p>Nothing changed by more than the error of the measurement.</p>}
      {groups.map(([id, name]) => { const list = clear.filter((m) => verdict(m) === id); return list.length > 0 && <section key={id}><h2>{name}</h2><ul class="dumbbells">{list.map((m) => <Dumbbell key={m.id} m={m} />)}</ul></section> })}
      {(c.findings ?? []).length > 0 && <section><h2>Findings</h2><ul>{c.findings!.map((f) => <li key={f.fault}><b>{f.name}</b>: {f.before} → {f.after}</li>)}</ul></section>}
      <Curves runs={curves} />
      <details class="fold"><summary>Within error: {c.metrics.filter((m) => m.verdict === 'within-error').length}; not comparable: {c.metrics.filter((m) => m.verdict === 'not-comparable').length}</summary><ul>{c.metrics.filter((m) => !changed(m)).map((m) => <li key={m.id}>{metricName(m.id)}: {amount(m.id, m.before, m.minimal_detectable_change).value} → {amount(m.id, m.after, m.minimal_detectable_change).value} {metricUnit(m.id, m.unit)}{m.reason ? `; ${m.reason}` : ''}</li>)}</ul></details>
      <ul class="quiet">{(c.caveats ?? []).map((k, i) => <li key={i}>{onPage(typeof k === 'string' ? k : k.text)}</li>)}</ul>
      <p><button onClick={onSave}>Save the comparison as a page</button></p>
    </div>
  )
}

function Dumbbell({ m }: { m: CompareMetric }) {
  const scale = metricScale(m.id)
  const error = (m.minimal_detectable_change ?? 0) * scale
  const a = (m.before ?? 0) * scale, b = (m.after ?? 0) * scale
  const low = Math.min(a, b) - error, high = Math.max(a, b) + error
  const x = (v: number) => 20 + ((v - low) / (high - low || 1)) * 260
  const value = (v: number | null) => amount(m.id, v, m.minimal_detectable_change).value
  const change = amount(m.id, own(m), m.minimal_detectable_change)
  return (
    <li><b>{metricName(m.id)}</b>
      <svg viewBox="0 0 300 40" role="img" aria-label={`${metricName(m.id)}: from ${value(m.before)} to ${value(m.after)} ${metricUnit(m.id, m.unit)}`}>
        <rect class="band" x={x(a - error)} width={Math.max(0, x(a + error) - x(a - error))} y="18" height="12" />
        <line x1={x(a)} x2={x(b)} y1="24" y2="24" /><circle class="hollow" cx={x(a)} cy="24" r="5" /><circle class="full" cx={x(b)} cy="24" r="5" />
        <text x={x(a)} y="12" text-anchor={a < b ? 'start' : 'end'}>{value(m.before)}</text><text class="strong" x={x(b)} y="12" text-anchor={a < b ? 'end' : 'start'}>{value(m.after)}</text>
      </svg>
      <span>{change.value.replace(/^(\d)/, '+$1')} {metricUnit(m.id, m.unit)} <span class="quiet">(error up to {change.error})</span></span></li>
  )
}

function Curves({ runs: [a, b] }: { runs: [Analysis, Analysis] }) {
  const pairs = (a.curves ?? []).flatMap((c) => { const other = (b.curves ?? []).find((o) => o.id === c.id && o.side === c.side); return other ? [{ c, other }] : [] }).filter(({ c }) => c.id !== 'vertical_acceleration' || c.side !== 'right').slice(0, 6)
  const names: Record<string, string> = { foot_pitch: 'Foot pitch', shank_angle: 'Shin angle', pelvic_obliquity: 'Pelvic obliquity', vertical_acceleration: 'Vertical acceleration' }
  return pairs.length ? <section><h2>Gait cycle, before and after</h2><div class="multiples">{pairs.map(({ c, other }) => {
    const all = [...c.mean, ...other.mean], low = Math.min(...all), high = Math.max(...all)
    const line = (list: number[]) => list.map((v, k) => `${k ? 'L' : 'M'}${(10 + 3.2 * k).toFixed(1)} ${(110 - ((v - low) / (high - low || 1)) * 96).toFixed(1)}`).join('')
    return <figure key={`${c.id}${c.side}`}><figcaption><b>{names[c.id] ?? c.id}</b>{c.side ? `, ${c.side}` : ''} <span class="quiet">{c.unit}, {fixed(low, 0)} to {fixed(high, 0)}</span></figcaption><svg viewBox="0 0 340 120" role="img" aria-label={`${names[c.id] ?? c.id} before and after`}><path class="line before" d={line(c.mean)} /><path class="line after" d={line(other.mean)} /></svg></figure>
  })}</div><p class="quiet">Dashed: before. Solid: after.</p></section> : null
}
