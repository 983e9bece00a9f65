// The site on localhost, with the types that a plain web server sends.
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', svg: 'image/svg+xml', webmanifest: 'application/manifest+json' }

export function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)).replace(/^(\.\.[/\\])+/, '')
    try {
      const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
      const body = readFileSync(file)
      response.writeHead(200, { 'content-type': types[file.split('.').pop()] ?? 'application/octet-stream', 'cache-control': 'no-cache' }).end(body)
    } catch { response.writeHead(404).end() }
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() })))
}
