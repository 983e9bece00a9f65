import { render } from 'preact'
import { App } from './app.tsx'
import './style.css'
import { analyze, engine } from './state.ts'

render(<App />, document.getElementById('app')!)
// The engine starts while the page is read.
void engine.raw('version').catch(() => undefined)
if (!__SINGLE__ && 'serviceWorker' in navigator && location.protocol.startsWith('http')) {
  void navigator.serviceWorker.register('./sw.js').catch(() => undefined)
}
// For the tests of this page.
Object.assign(window, { strideform: { analyze, engine } })
