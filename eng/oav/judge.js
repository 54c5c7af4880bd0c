// judge.js FOLDER PATTERN...: judges pairs of a request and its answer by descriptions. One JSON object a line comes in, one goes out:
// {"id", "request", "response"} and {"id", "problems": ["code: what (where)"]}. It ends when its input does.
'use strict'
const readline = require('readline')

// The validator prints what it does; standard output belongs to the answers.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr)
const say = (what) => write(JSON.stringify(what) + '\n')

const told = (part, result) => {
  // Paths know no case, whatever their descriptions say.
  const isReal = (error) => !(error.code === 'ENUM_CASE_MISMATCH' && String(error.pathsInPayload).startsWith('/path/'))
  const problems = (result.errors || []).filter(isReal).map((error) =>
    `${part}: ${error.code}: ${error.message} (${[].concat(error.pathsInPayload || []).join(', ')})`)
  if (result.runtimeException) problems.push(`${part}: ${result.runtimeException.code}: ${result.runtimeException.message}`)
  return problems
}

const main = async () => {
  const { LiveValidator } = require('oav')
  const [directory, ...swaggerPathsPattern] = process.argv.slice(2)
  const validator = new LiveValidator({
    directory,
    swaggerPathsPattern,
    git: { url: 'none', shouldClone: false },
    isPathCaseSensitive: false,
  })
  await validator.initialize()
  say({ isReady: true })
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, request, response } = JSON.parse(line)
    const result = await validator.validateLiveRequestResponse({ liveRequest: request, liveResponse: response })
    const problems = result.runtimeException
      ? told('both', result)
      : [...told('request', result.requestValidationResult), ...told('answer', result.responseValidationResult)]
    say({ id, problems })
  }
  process.exit(0)
}

main().catch((error) => {
  process.stderr.write(String(error && error.stack) + '\n')
  process.exit(1)
})
