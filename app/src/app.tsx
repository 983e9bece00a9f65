import { useEffect, useRef, useState } from 'preact/hooks'
import { Failed } from './ui/failed.tsx'
import { ofDrop, ofList } from './files.ts'
import { analysis, busy, engine, files, isDemo, problem, screen, season, settings, take, type Screen } from './state.ts'
import { Answer } from './screens/answer.tsx'
import { Check } from './screens/check.tsx'
import { Compare } from './screens/compare.tsx'
import { Course } from './screens/course.tsx'
import { Help } from './screens/help.tsx'
import { Metronome } from './screens/metronome.tsx'
import { Report } from './screens/report.tsx'
import { Runner } from './screens/runner.tsx'
import { Signal } from './screens/signal.tsx'
import { Start } from './screens/start.tsx'
import { Strides } from './screens/strides.tsx'

const screens: Record<Screen, () => preact.JSX.Element | null> = {
  start: Start, check: Check, answer: Answer, signal: Signal, strides: Strides, course: Course, compare: Compare, runner: Runner,
  report: Report, metronome: Metronome, help: Help,
}

/** Tabs, and what each needs. */
const tabs: { id: Screen; name: string; needs: 'files' | 'analysis' | null }[] = [
  { id: 'check', name: 'Sensors', needs: 'files' },
  { id: 'answer', name: 'Summary', needs: 'analysis' },
  { id: 'signal', name: 'Signal', needs: 'analysis' },
  { id: 'strides', name: 'Strides', needs: 'analysis' },
  { id: 'course', name: 'Over the run', needs: 'analysis' },
  { id: 'report', name: 'Report', needs: 'analysis' },
  { id: 'compare', name: 'Compare', needs: null },
  { id: 'runner', name: 'Season', needs: null },
  { id: 'metronome', name: 'Metronome', needs: null },
]

export function App() {
  const [over, setOver] = useState(false)
  const main = useRef<HTMLElement>(null)
  const now = screen.value
  const first = useRef(true)
  useEffect(() => {
    if (first.current) { first.current = false; return }
    // A new screen begins at its top, for eyes and for screen readers.
    window.scrollTo(0, 0)
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [now])
  useEffect(() => {
    let depth = 0
    const files = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => { if (files(event)) { event.preventDefault(); depth++; setOver(true) } }
    const leave = () => { depth = Math.max(0, depth - 1); if (!depth) setOver(false) }
    const drag = (event: DragEvent) => { if (files(event)) event.preventDefault() }
    const drop = (event: DragEvent) => {
      depth = 0; setOver(false)
      if (!files(event)) return
      event.preventDefault()
      if (event.dataTransfer) void ofDrop(event.dataTransfer).then((found) => take(found))
    }
    const on: [string, (event: never) => void][] = [['dragenter', enter], ['dragleave', leave], ['dragover', drag], ['drop', drop]]
    for (const [name, call] of on) window.addEventListener(name, call as EventListener)
    return () => { for (const [name, call] of on) window.removeEventListener(name, call as EventListener) }
  }, [])
  const Now = screens[now]
  const open = (needs: string | null) => needs === null || (needs === 'files' ? files.value.length > 0 : analysis.value !== null)
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <button class="brand" onClick={() => { screen.value = 'start' }} aria-label="Strideform, start">
          <svg viewBox="0 0 64 64" aria-hidden="true"><rect width="64" height="64" rx="14" fill="var(--accent)" /><path d="M8 40c8 0 8-18 16-18s8 18 16 18 8-18 16-18" fill="none" stroke="var(--on-accent)" stroke-width="6" stroke-linecap="round" /></svg>
          <span>Strideform</span>
        </button>
        <nav aria-label="Screens">
          {tabs.filter((tab) => open(tab.needs)).map((tab) => (
            <button key={tab.id} class="tab" aria-current={now === tab.id ? 'page' : undefined} onClick={() => { screen.value = tab.id }}>{tab.name}</button>
          ))}
        </nav>
        <Menu />
      </header>
      {isDemo.value && now !== 'start' && <p class="demo" role="note">This is a virtual runner: it shows what the page does, and says nothing about people.</p>}
      <main id="main" ref={main}>
        {problem.value && <Failed failure={problem.value} onClose={() => { problem.value = null }} />}
        <Now />
      </main>
      <footer class="foot">
        <p><b>Stays on this computer.</b> Files are read and analysed in this page; nothing is uploaded. Not a medical device, and not a diagnosis.</p>
      </footer>
      {busy.value && <Busy words={busy.value} />}
      {over && <div class="over" aria-hidden="true"><p>Drop to read</p></div>}
    </>
  )
}

/** Shown only if the work takes long enough to be noticed. */
function Busy({ words }: { words: string }) {
  const [shown, setShown] = useState(false)
  useEffect(() => { const timer = setTimeout(() => setShown(true), 250); return () => clearTimeout(timer) }, [])
  return shown ? (
    <div class="busy" role="status">
      <span class="spin" aria-hidden="true" /> {words}
      <button class="plain" onClick={() => engine.stop()}>Cancel</button>
    </div>
  ) : null
}

function Menu() {
  const input = useRef<HTMLInputElement>(null)
  const { imperial, theme } = settings.value
  return (
    <details class="menu">
      <summary aria-label="Settings">Settings</summary>
      <div class="sheet">
        <button onClick={() => input.current?.click()}>Open files …</button>
        <input ref={input} type="file" multiple hidden onChange={(event) => { const list = event.currentTarget.files; if (list) void ofList(list).then((found) => take(found)) }} />
        <label><input type="checkbox" checked={imperial} onChange={(event) => { settings.value = { ...settings.value, imperial: event.currentTarget.checked } }} /> Feet, pounds and miles</label>
        <label>Appearance <select value={theme} onChange={(event) => { settings.value = { ...settings.value, theme: event.currentTarget.value as 'auto' } }}>
          <option value="auto">As the system</option><option value="light">Light</option><option value="dark">Dark</option>
        </select></label>
        <button onClick={() => { screen.value = 'help' }}>Help: where to put sensors</button>
        {season.value && <button onClick={() => { season.value = null }}>Close the season</button>}
      </div>
    </details>
  )
}
