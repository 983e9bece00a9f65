// The single file: worker and engine are inside the page.
import EngineWorker from './worker.ts?worker&inline'

export const worker = () => new EngineWorker()

export async function module(): Promise<WebAssembly.Module> {
  const text = document.getElementById('engine')?.textContent ?? ''
  const packed = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  return WebAssembly.compile(await new Response(stream).arrayBuffer())
}
