import { describeEnv } from '@/lib/platform/env'

/** The text of .env.example, made from the schema that validates the environment. */
export function envExample(): string {
  const head = '# What npm start reads, here or in the environment itself. Made by: node scripts/run.mjs env-example\n'
  const entries = describeEnv().map(({ name, about, example, tool }) => {
    const line = tool || name === 'ENAMEL_DEMO' ? `# ${name}=${example}` : `${name}=${example}`
    return `\n${wrap(about)}\n${line}\n`
  })
  return head + entries.join('')
}

function wrap(text: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 110) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`# ${word}`)
  }
  return lines.join('\n')
}
