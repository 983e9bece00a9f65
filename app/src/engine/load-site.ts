// The site: worker and engine are files beside the page.
import url from '../../pkg/strideform_bg.wasm?url'

export const worker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

export async function module(): Promise<WebAssembly.Module> {
  const answer = await fetch(url)
  // A server that does not know the type of WebAssembly cannot stream it.
  if (answer.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(answer)
  return WebAssembly.compile(await answer.arrayBuffer())
}
