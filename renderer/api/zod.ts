import { config } from 'zod'

// Zod would compile its schemas with `new Function`, which the content security policy refuses. It must be told before
// the first schema is made, so this module comes first.
config({ jitless: true })
