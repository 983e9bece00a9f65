// The page of the command line, to read, print or save.
import { useEffect, useRef, useState } from 'preact/hooks'
import { analysis, analysisText, engine } from '../state.ts'
import { save } from '../ui/save.ts'

export function Report() {
  const [html, setHtml] = useState('')
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => { void engine.text('html').then(setHtml).catch(() => setHtml('')) }, [analysisText.value])
  const fit = () => { const f = frame.current; if (f?.contentDocument) f.style.height = `${f.contentDocument.documentElement.scrollHeight + 8}px` }
  return (
    <div>
      <h1 tabIndex={-1}>Report</h1>
      <p class="buttons">
        <button class="primary" onClick={() => frame.current?.contentWindow?.print()}>Print</button>
        <button onClick={() => save(`${analysis.value?.runner.id ?? 'run'}-report.html`, html, 'text/html')}>Save as a page</button>
        <button onClick={() => void engine.text('text').then((text) => save('report.txt', text, 'text/plain'))}>Save as text</button>
      </p>
      {/* No scripts run in it; being of this origin, it can be measured and printed. */}
      <iframe ref={frame} class="report" title="Report" sandbox="allow-same-origin allow-modals" srcDoc={html} onLoad={fit} />
    </div>
  )
}
