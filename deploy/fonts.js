// Copies the fonts of the PDF documents, and their licences, to where tenants/documents reads them.
// Source Sans for what councils write; Noto for what it lacks: Hebrew, Arabic, more scripts, pictures.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'

const source = 'node_modules/@expo-google-fonts'
const target = 'tenants/documents/fonts'
const fonts = {
  'source-sans-3': ['SourceSans3', '400Regular', '600SemiBold'],
  'noto-sans': ['NotoSans', '400Regular', '600SemiBold'],
  'noto-sans-hebrew': ['NotoSansHebrew', '400Regular', '600SemiBold'],
  'noto-sans-arabic': ['NotoSansArabic', '400Regular', '600SemiBold'],
  'noto-emoji': ['NotoEmoji', '400Regular']
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const [folder, [name, ...weights]] of Object.entries(fonts)) {
  for (const weight of weights) {
    copyFileSync(`${source}/${folder}/${weight}/${name}_${weight}.ttf`, `${target}/${name}_${weight}.ttf`)
  }
  copyFileSync(`${source}/${folder}/LICENSE_FONT`, `${target}/${name}_LICENCE.txt`)
}
