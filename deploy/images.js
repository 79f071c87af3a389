// Copies the service's own images beside the built style sheet. GOV.UK Frontend's images are left out:
// each of them is a crown or the GOV.UK name, which only government may use.
import { cpSync, existsSync, rmSync } from 'node:fs'

const source = 'webapp/assets/images'
const target = 'webapp/static/images'

rmSync(target, { recursive: true, force: true })
if (existsSync(source)) cpSync(source, target, { recursive: true })
