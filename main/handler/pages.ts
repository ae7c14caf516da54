import { stat } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { sha256 } from '../files/index.ts'
import { fileResponse } from './file-response.ts'
import { refuse, refuseMethod } from './refuse.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** Serves the built window out of `folder` and nothing beside it. Files under `assets/` carry a hash in their names. */
export async function servePage(folder: string, pathname: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod('GET, HEAD')
  const path = pagePath(folder, pathname)
  const info = path === null ? undefined : await stat(path).catch(() => undefined)
  if (path === null || !info?.isFile()) return refuse('NOT_FOUND', 'There is no such page. Start at "/".')
  const hashed = pathname.startsWith('/assets/')
  return await fileResponse(path, request, {
    mime: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${sha256(`${path}:${info.size}:${info.mtimeMs}`).slice(0, 32)}"`,
    cacheControl: hashed ? 'private, max-age=31536000, immutable' : 'no-cache',
  })
}

function pagePath(folder: string, pathname: string): string | null {
  let name: string
  try {
    name = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (name.includes('\0') || name.includes('\\')) return null
  const root = resolve(folder)
  const path = join(root, name === '/' ? 'index.html' : name)
  return path.startsWith(root + sep) && !path.split(sep).some((part) => part === '..') ? path : null
}
