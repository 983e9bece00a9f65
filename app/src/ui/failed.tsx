// A failure in the words of the command line: where, what, how to fix it; the cell is marked in its line.
import type { Failure } from '../engine/client.ts'
import { base, onPage } from '../words.ts'

export function Failed({ failure, onClose }: { failure: Failure; onClose?: () => void }) {
  const where = [failure.file && base(failure.file), failure.line && `line ${failure.line}`, failure.column && `column ${failure.column}`].filter(Boolean).join(', ')
  return (
    <div class="failed" role="alert">
      <p><strong>{where ? `${where}: ` : ''}{onPage(failure.message)}</strong></p>
      {failure.line_text && <Line text={failure.line_text} span={failure.span} />}
      {failure.remedy && <p>{onPage(failure.remedy)}</p>}
      {failure.kind === 'internal' && failure.message !== 'cancelled' && <p>The page has recovered; your files are still here.</p>}
      {onClose && <button class="plain" onClick={onClose}>Dismiss</button>}
    </div>
  )
}

/** The span counts bytes of UTF-8. */
function Line({ text, span }: { text: string; span: [number, number] | null }) {
  const bytes = new TextEncoder().encode(text)
  const part = (from: number, to: number) => new TextDecoder().decode(bytes.slice(from, to))
  if (!span) return <pre>{text}</pre>
  return <pre>{part(0, span[0])}<mark>{part(span[0], span[1]) || ' '}</mark>{part(span[1], bytes.length)}</pre>
}
