// What was understood of the files, before anything is computed from them.
import { useState } from 'preact/hooks'
import { Failed } from '../ui/failed.tsx'
import { Body } from '../ui/body.tsx'
import type { Described } from '../engine/types.ts'
import { analyze, change, drop, files, ready, settings, setup, swapAll, type SensorFile } from '../state.ts'
import { aSegment, base, clock, duration, fixed, percent, place, placeable, plural } from '../words.ts'

const where = (file: SensorFile) => file.placement ?? (file.described.length === 1 ? file.described[0]!.placement : null)

export function Check() {
  const list = files.value
  const worn = list.flatMap((file) => file.described.length > 1 && file.kind === 'samples'
    ? file.described.map((d) => ({ id: `${base(file.name)} ${d.device ?? ''}`, placement: d.placement }))
    : [{ id: file.name, placement: where(file), doubt: doubted(file, list)?.sure === true }])
  const unknown = list.filter((file) => !file.failure && file.kind === 'samples' && file.described.length === 1 && !where(file))
  const twice = list.filter((file, i) => where(file) && where(file) !== 'watch' && list.some((other, j) => i < j && where(other) === where(file)))
  const sides = exchanged(list)
  return (
    <div>
      <h1 tabIndex={-1}>Check the sensors</h1>
      <p class="lead">{plural(list.length, 'file')} read. Is every sensor where it was worn?</p>
      {sides && <div class="banner red" role="alert"><p><b>Left and right look exchanged.</b> {sides}</p><button onClick={() => void swapAll()}>Swap left and right</button></div>}
      {unknown.length > 0 && <div class="banner red" role="alert"><p><b>{unknown.length === 1 ? `Where was ${base(unknown[0]!.name)} worn?` : `${unknown.length} files do not say where they were worn.`}</b> Choose the place beside {unknown.length === 1 ? 'it' : 'each'}, or drag the sensor on the figure.</p></div>}
      {twice.length > 0 && <div class="banner red" role="alert"><p><b>Two sensors are on the {place(where(twice[0]!)).toLowerCase()}.</b> If these are two runs, analyse them one at a time.</p></div>}
      <div class="check">
        <div class="figure">
          <Body chips={worn} onMove={(id, placement) => void change(id, { placement, trusted: false })} label={`Seen from behind: sensors on ${worn.filter((w) => w.placement).map((w) => place(w.placement).toLowerCase()).join(', ') || 'no known place'}`} />
          <p class="quiet">Seen from behind. Drag a sensor to move it.</p>
          {list.some((file) => /-(left|right)$/.test(where(file) ?? '')) && <button onClick={() => void swapAll()}>Swap left and right</button>}
        </div>
        <ul class="sensors">{list.map((file) => <Sensor key={file.name} file={file} doubt={doubted(file, list)} />)}</ul>
      </div>
      <div class="two">
        <RunnerForm />
        <Possible list={list} />
      </div>
      <p class="go"><button class="primary" disabled={!ready.value || unknown.length > 0} onClick={() => void analyze()}>Analyse the run</button></p>
    </div>
  )
}

/** What the signal says against the placement; sides look alike, so each that the segment could have is offered. */
interface Doubt { segment: string; probability: number; sure: boolean; offers: string[] }

/** Below this the segment is not named against what the file says. */
const CERTAIN = 0.95

function doubted(file: SensorFile, list: SensorFile[]): Doubt | null {
  const guess = file.described.length === 1 ? file.described[0]?.placement_guess : undefined
  const now = where(file)
  if (!guess || !now || file.trusted) return null
  const stated = segment(now)
  if (guess.placement === stated || !(guess.contradicts || guess.probability >= CERTAIN)) return null
  const side = /-(left|right)$/.exec(now)?.[0]
  const sided = ['-left', '-right'].map((s) => guess.placement + s)
  // The side stays as it was written, unless that place is taken.
  const kept = side ? [guess.placement + side] : sided
  const offers = guess.placement === 'pelvis' ? ['pelvis', 'trunk'] : kept
  const free = (at: string) => !list.some((other) => other !== file && where(other) === at)
  const open = offers.filter(free)
  return { segment: guess.placement, probability: guess.probability, sure: guess.contradicts, offers: open.length ? open : sided.filter(free) }
}

/** The trunk moves as the pelvis does, so the engine has one name for both. */
const segment = (placement: string) => { const plain = placement.replace(/-(left|right)$/, ''); return plain === 'trunk' ? 'pelvis' : plain }

function exchanged(list: SensorFile[]): string | null {
  const caveat = list.flatMap((file) => file.described).flatMap((d) => d.caveats).find((c) => c.id === 'sides-exchanged')
  return caveat?.text ?? null
}

function Sensor({ file, doubt }: { file: SensorFile; doubt: Doubt | null }) {
  const [open, setOpen] = useState(false)
  const now = where(file)
  const sensor = file.kind === 'samples' || file.described.some((d) => !d.watch)
  const guess = file.described[0]?.placement_guess
  return (
    <li class="sensor">
      <div class="head">
        <b>{base(file.name)}</b>
        {sensor && file.described.length < 2 && (
          <label class="worn-at">worn at <select aria-label={`Where ${base(file.name)} was worn`} value={now ?? ''} onChange={(event) => void change(file.name, { placement: event.currentTarget.value || null, trusted: false })}>
            <option value="" disabled={now !== null}>choose …</option>
            {[...new Set([...placeable, ...(now ? [now] : [])])].map((id) => {
              const p = guess?.all.find((g) => g.placement === segment(id))?.probability
              return <option key={id} value={id}>{place(id)}{p !== undefined && p >= 0.05 ? ` (${percent(p)})` : ''}</option>
            })}
          </select></label>
        )}
        {!sensor && <span>Watch</span>}
        <button class="plain" aria-label={`Leave out ${base(file.name)}`} onClick={() => void drop(file.name)}>Leave out</button>
      </div>
      {doubt && <div class={`banner ${doubt.sure ? 'red' : 'warn'}`} role="alert">
        <p><b>{doubt.sure ? `This moves like a sensor on ${aSegment(doubt.segment)}` : `This may be a sensor on ${aSegment(doubt.segment)}`}</b> ({percent(doubt.probability)}), not on the {place(now).toLowerCase()}.{doubt.sure ? ' No form is judged until that is settled.' : ''}</p>
        <p class="buttons">
          {doubt.offers.map((to) => <button key={to} onClick={() => void change(file.name, { placement: to, trusted: false })}>Move it to the {place(to).toLowerCase()}</button>)}
          {doubt.sure && <button onClick={() => void change(file.name, { trusted: true })}>It was worn as stated</button>}
        </p>
      </div>}
      {!doubt && guess && now === null && <p class="quiet">It moves like a sensor on {aSegment(guess.placement)} ({percent(guess.probability)}).</p>}
      {file.failure && <Failed failure={file.failure} />}
      {file.failure && <Remedies file={file} />}
      {file.described.map((d, i) => <Facts key={i} d={d} several={file.described.length > 1} />)}
      {file.described.length > 0 && <button class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide how it was read' : 'How it was read'}</button>}
      {open && <><Remedies file={file} /><dl class="understood">{file.described.flatMap((d) => d.understood).map((u, i) => <div key={i}><dt>{u.about}</dt><dd>{u.conclusion} <span class="quiet">because {u.because}</span></dd></div>)}</dl></>}
    </li>
  )
}

function Facts({ d, several }: { d: Described; several: boolean }) {
  if (d.watch) {
    const { sport, started, distance_m, runs } = d.watch
    return <p class="facts">{[sport === 'unknown' ? 'watch summary' : sport, started?.slice(0, 16).replace('T', ' '), distance_m ? `${fixed(distance_m / 1000, 2)} km` : null, duration(d.seconds), runs > 1 ? plural(runs, 'run') : null].filter(Boolean).join(' · ')}</p>
  }
  const lost = d.gaps.reduce((sum, gap) => sum + gap.end_s - gap.start_s, 0)
  return (
    <>
      {several && <p><b>{d.device}</b> {place(d.placement)}</p>}
      <p class="facts">{[
        `${fixed(d.rate_hz, d.rate_hz < 20 ? 1 : 0)} Hz`, clock(d.seconds) + ' min', d.channels.includes('gyr') ? 'accelerometer and gyroscope' : 'accelerometer only',
        d.gaps.length ? `${plural(d.gaps.length, 'gap')}, ${duration(lost)} lost` : 'no gaps',
        d.clipped_share ? `${fixed(100 * d.clipped_share, 1)} % clipped at ${fixed(d.clipped_at_g ?? 0, 0)} g` : 'not clipped',
      ].join(' · ')}</p>
      <Strip d={d} />
      {d.caveats.map((c) => <p key={c.id + c.text} class="caveat">{c.text}</p>)}
    </>
  )
}

const doing = { run: 'running', doubtful: 'perhaps running', walk: 'walking', still: 'standing', other: 'other' }

const tall = (activity: string) => activity === 'run' || activity === 'doubtful'

/** Running, walking and standing along the recording. */
function Strip({ d }: { d: Described }) {
  const total = (activity: string) => d.bouts.filter((b) => b.activity === activity).reduce((sum, b) => sum + b.end_s - b.start_s, 0)
  const words = (['run', 'doubtful', 'walk', 'still', 'other'] as const).filter((a) => total(a) >= 1).map((a) => `${doing[a]} ${duration(total(a))}`).join(', ')
  return (
    <div class="strip">
      <svg viewBox={`0 0 ${Math.max(d.seconds, 1)} 10`} preserveAspectRatio="none" role="img" aria-label={words || 'no activity recognised'}>
        <rect class="none" x="0" y="0" width={d.seconds} height="10" />
        {d.bouts.map((b, i) => <rect key={i} class={b.activity} x={b.start_s} y={tall(b.activity) ? 0 : b.activity === 'walk' ? 3 : 6} width={b.end_s - b.start_s} height={tall(b.activity) ? 10 : b.activity === 'walk' ? 7 : 4} />)}
        {d.gaps.map((g, i) => <rect key={i} class="gap" x={g.start_s} y="0" width={g.end_s - g.start_s} height="10" />)}
      </svg>
      <p class="quiet">{words}</p>
    </div>
  )
}

function Remedies({ file }: { file: SensorFile }) {
  return (
    <div class="remedies">
      <label><input type="checkbox" checked={file.skipBadRows} onChange={(event) => void change(file.name, { skipBadRows: event.currentTarget.checked })} /> Skip rows that cannot be read</label>
      <label>Sampling rate, Hz <input inputMode="decimal" size={6} value={file.rate} placeholder="from times" onChange={(event) => void change(file.name, { rate: event.currentTarget.value })} /></label>
      <label>Units <input size={22} value={file.units} placeholder="time=ms, acc=g, gyr=deg/s" onChange={(event) => void change(file.name, { units: event.currentTarget.value.replaceAll(' ', '') })} /></label>
      {file.failure && <label>Worn at <select value={file.placement ?? ''} onChange={(event) => void change(file.name, { placement: event.currentTarget.value || null })}><option value="">as the file says</option>{placeable.map((id) => <option key={id} value={id}>{place(id)}</option>)}</select></label>}
    </div>
  )
}

// Entries in the units of the reader; the engine gets SI.
const number = (text: string) => { const value = Number(text.trim().replace(',', '.')); return text.trim() && Number.isFinite(value) && value > 0 ? value : undefined }

function height(text: string, imperial: boolean): number | undefined {
  const feet = /^\s*(\d)\s*(?:['′’]|ft)\s*(\d{1,2}(?:\.\d+)?)?/.exec(text)
  if (feet) return 2.54 * (12 * Number(feet[1]) + Number(feet[2] ?? 0))
  const value = number(text)
  if (value === undefined) return undefined
  return imperial ? (value < 9 ? 30.48 * value : 2.54 * value) : value < 3 ? 100 * value : value
}
/** `5:30` is a pace, `3.2` metres per second, `12 km/h` a speed. */
export function speed(text: string, imperial: boolean): number | undefined {
  const pace = /^\s*(\d{1,2}):(\d{2})/.exec(text)
  if (pace) return (imperial || /mi/.test(text) ? 1609.344 : 1000) / (60 * Number(pace[1]) + Number(pace[2]))
  const value = number(text.replace(/[a-z/ ]+$/i, ''))
  if (value === undefined) return undefined
  if (/km/.test(text)) return value / 3.6
  if (/mph/.test(text)) return value * 0.44704
  return value > 7.5 ? (imperial ? value * 0.44704 : value / 3.6) : value
}
export function pace(mps: number, imperial: boolean): string {
  const seconds = Math.round((imperial ? 1609.344 : 1000) / mps)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function RunnerForm() {
  const { runner, run } = setup.value
  const { imperial } = settings.value
  const set = (part: 'runner' | 'run', key: string, value: unknown) => {
    const next = { ...setup.value, [part]: { ...setup.value[part], [key]: value } }
    if (value === undefined || value === '') delete (next[part] as Record<string, unknown>)[key]
    setup.value = next
  }
  const symptom = setup.value.symptoms[0] ?? {}
  const note = (to: Record<string, unknown>) => {
    const next = { ...symptom, ...to }
    for (const [key, value] of Object.entries(next)) if (value === undefined || value === '') delete (next as Record<string, unknown>)[key]
    setup.value = { ...setup.value, symptoms: Object.keys(next).length ? [next] : [] }
  }
  return (
    <section class="form" aria-labelledby="who">
      <h2 id="who">Runner and run</h2>
      <p class="quiet">All optional. Speed opens the checks that depend on it.</p>
      <label>Name or code <input value={runner.id ?? ''} onChange={(event) => set('runner', 'id', event.currentTarget.value.trim())} /></label>
      <label>Pace or speed <span class="unit"><input value={run.speed_mps ? `${pace(run.speed_mps, imperial)}` : ''} placeholder={imperial ? '8:30' : '5:30'} onChange={(event) => set('run', 'speed_mps', speed(event.currentTarget.value, imperial))} /> {imperial ? 'min/mi' : 'min/km'}</span></label>
      <label>Height <span class="unit"><input value={runner.height_cm ? (imperial ? `${Math.floor(runner.height_cm / 30.48)}'${Math.round((runner.height_cm % 30.48) / 2.54)}` : fixed(runner.height_cm, 0)) : ''} onChange={(event) => set('runner', 'height_cm', height(event.currentTarget.value, imperial))} /> {imperial ? 'ft, in' : 'cm'}</span></label>
      <label>Mass <span class="unit"><input inputMode="decimal" value={runner.mass_kg ? fixed(imperial ? runner.mass_kg / 0.45359237 : runner.mass_kg, imperial ? 0 : 1) : ''} onChange={(event) => { const value = number(event.currentTarget.value); set('runner', 'mass_kg', value && (imperial ? value * 0.45359237 : value)) }} /> {imperial ? 'lb' : 'kg'}</span></label>
      <label>Slope <span class="unit"><input inputMode="decimal" value={run.slope_percent ?? ''} onChange={(event) => { const text = event.currentTarget.value.replace('−', '-').replace(',', '.'); set('run', 'slope_percent', text.trim() && Number.isFinite(Number(text)) ? Number(text) : undefined) }} /> %</span></label>
      <label>Surface <select value={run.surface ?? ''} onChange={(event) => set('run', 'surface', event.currentTarget.value)}><option value="">not stated</option>{['road', 'treadmill', 'track', 'trail', 'grass'].map((s) => <option key={s}>{s}</option>)}</select></label>
      <details>
        <summary>Pain or discomfort</summary>
        <label>Side <select value={symptom.side ?? ''} onChange={(event) => note({ side: event.currentTarget.value })}><option value="">not stated</option><option>left</option><option>right</option><option>both</option></select></label>
        <label>Where <input value={symptom.place ?? ''} placeholder="outer hip" onChange={(event) => note({ place: event.currentTarget.value })} /></label>
        <label>When <input value={symptom.behaviour ?? ''} placeholder="worse after the run" onChange={(event) => note({ behaviour: event.currentTarget.value })} /></label>
        <label>How strong, 0 to 10 <input type="number" min={0} max={10} value={symptom.severity ?? ''} onChange={(event) => note({ severity: event.currentTarget.value === '' ? undefined : Math.min(10, Math.max(0, Math.round(Number(event.currentTarget.value)))) })} /></label>
      </details>
    </section>
  )
}

/** Checks, and whether these sensors allow them; the analysis itself has the last word. */
function Possible({ list }: { list: SensorFile[] }) {
  const all = list.filter((f) => !f.failure).flatMap((file) => file.described.map((d) => ({ placement: (file.described.length === 1 ? where(file) : d.placement) ?? '', gyr: d.channels.includes('gyr'), seconds: d.bouts.filter((b) => b.activity === 'run').reduce((s, b) => s + b.end_s - b.start_s, 0) || (d.watch?.running_s ?? 0), still: d.bouts.some((b) => b.activity === 'still' && b.end_s - b.start_s > 2) })))
  const has = (segment: string, gyr = false) => all.some((s) => s.placement.startsWith(segment) && (!gyr || s.gyr))
  const both = (segment: string) => has(`${segment}-left`) && has(`${segment}-right`)
  const contacts = has('foot') || has('shank') || has('pelvis')
  const known = setup.value.run.speed_mps !== undefined || has('watch') || has('foot', true)
  const checks: [string, boolean, string][] = [
    ['Overstriding', has('shank', true), 'a shin sensor with gyroscope'],
    ['Hard landing', has('shank'), 'a shin sensor'],
    ['Hip drop', has('pelvis', true), 'a sensor on the lower back, with gyroscope'],
    ['Left–right imbalance', both('foot') || both('shank') || has('pelvis', true), 'a sensor on each foot or shin, or on the lower back'],
    ['Low cadence', all.length > 0 && known, 'the running speed'],
    ['Bounce', has('pelvis'), 'a sensor on the lower back'],
    ['Trunk lean', has('trunk', true) && contacts, 'a chest sensor with gyroscope, beside one that sees the steps'],
    ['Form drift over the run', all.some((s) => s.seconds >= 360), 'six minutes of running or more'],
    ['Hip extension, one side against the other', has('thigh-left', true) && has('thigh-right', true) && has('pelvis', true), 'two thigh sensors and one on the lower back'],
    ['Arm crossover, one side against the other', has('wrist-left', true) && has('wrist-right', true), 'a sensor on each wrist'],
  ]
  const yes = checks.filter(([, possible]) => possible)
  return (
    <section aria-labelledby="can">
      <h2 id="can">What these sensors can answer</h2>
      <ul class="can">
        {yes.map(([name]) => <li key={name} class="yes"><b>{name}</b></li>)}
        {checks.filter(([, possible]) => !possible).map(([name, , needs]) => <li key={name} class="no"><b>{name}</b> <span>needs {needs}</span></li>)}
      </ul>
    </section>
  )
}
