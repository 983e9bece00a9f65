import { useRef } from 'preact/hooks'
import { Guides } from '../ui/guides.tsx'
import { ofList } from '../files.ts'
import { analyze, edits, engine, busy, report, screen, setup, take } from '../state.ts'

export async function demo(which: string) {
  busy.value = 'Preparing the demo runner …'
  try {
    const found = await engine.demo(which)
    setup.value = { runner: { id: 'Demo runner', height_cm: 175, mass_kg: 70 }, run: { speed_mps: 3.1, surface: 'road' }, symptoms: [] }
    await take(found, { demo: true })
    edits.value = { version: 1 }
    if (which !== 'misplaced') await analyze()
  } catch (error) { report(error) } finally { busy.value = null }
}

export function Start() {
  const some = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const given = (list: FileList | null) => { if (list?.length) void ofList(list).then((found) => take(found)) }
  return (
    <div class="start">
      <h1 tabIndex={-1}>See how your runner runs</h1>
      <p class="lead">Drop the recording of a run: which side, how sure, and what to try.</p>
      <div class="zone">
        <p class="big">Drop files, a folder or a zip anywhere on this page</p>
        <p class="buttons">
          <button class="primary" onClick={() => some.current?.click()}>Choose files</button>
          <button onClick={() => folder.current?.click()}>Choose a folder</button>
        </p>
        <input ref={some} type="file" multiple hidden data-test="files" aria-label="Files of a run" onChange={(event) => { given(event.currentTarget.files); event.currentTarget.value = '' }} />
        <input ref={(element) => { folder.current = element; element?.setAttribute('webkitdirectory', '') }} type="file" multiple hidden aria-label="Folder of a run" onChange={(event) => given(event.currentTarget.files)} />
        <p class="quiet">Sensors: CSV from IMUs, accelerometers and phones. Watches: FIT, TCX, GPX, tables of activities. Seasons: the zip from Strava, Garmin or Apple Health.</p>
      </div>
      <ul class="tries">
        <li><button onClick={() => void demo('hip-drop')}><b>Try a demo runner</b><span>Five sensors, one clear finding</span></button></li>
        <li><button onClick={() => void demo('misplaced')}><b>Try a recording with a mistake</b><span>One sensor under the wrong name</span></button></li>
        <li><button onClick={() => { screen.value = 'help' }}><b>Where to put sensors</b><span>What one, two or five of them can tell</span></button></li>
      </ul>
      <Guides />
      <section class="promise" aria-label="Privacy">
        <h2>Stays on this computer</h2>
        <p>Everything is computed in this page. No file, name or number is uploaded, there is no account, and it works without a connection. Nothing is kept unless you ask for it.</p>
      </section>
    </div>
  )
}
