// Word files by the npm peers, for benchmarks/word.py: `node word_peers.cjs MODULES FOLDER`, where MODULES has node_modules (npm ci with
// the package.json beside this file), FOLDER has CASE.peer.docx and CASE.json. Each line read, "PEER CASE COUNT", is answered by one:
// CPU seconds per file, bytes of the last file.
const fs = require('fs')
const path = require('path')
const { createRequire } = require('module')

const [modules, folder] = process.argv.slice(2).map((name) => path.resolve(name))
const load = createRequire(path.join(modules, 'package.json'))
const PizZip = load('pizzip')
const Docxtemplater = load('docxtemplater')
const { TemplateHandler } = load('easy-template-x')

const cases = {}
function opened(name) {
  cases[name] ??= {
    template: fs.readFileSync(path.join(folder, `${name}.peer.docx`)),
    data: JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8')),
  }
  return cases[name]
}

const peers = {
  docxtemplater: async (template, data) => {
    const made = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true })
    made.render(data)
    return made.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' })
  },
  'easy-template-x': async (template, data) => new TemplateHandler().process(template, data),
}

async function answer(line) {
  const [peer, name, count] = line.split(' ')
  const { template, data } = opened(name)
  const before = process.cpuUsage()
  let bytes = 0
  for (let i = 0; i < +count; i++) {
    const content = await peers[peer](template, data[i % data.length])
    fs.writeFileSync(path.join(folder, `${peer}-${name}-${i % data.length}.docx`), content)
    bytes = content.length
  }
  const used = process.cpuUsage(before)
  process.stdout.write(`${(used.user + used.system) / 1e6 / +count} ${bytes}\n`)
}

let queue = Promise.resolve()
require('readline').createInterface({ input: process.stdin }).on('line', (line) => { queue = queue.then(() => answer(line)) })
