import { sampleBriefPath } from '../../studio/assets.ts'
import { binsCommand } from './commands/bins.ts'
import { devicesCommand } from './commands/devices.ts'
import { doctorCommand } from './commands/doctor.ts'
import { filmCommand } from './commands/film.ts'
import { generateCommand } from './commands/generate.ts'
import { jobsCommand } from './commands/jobs.ts'
import { libraryCommand } from './commands/library.ts'
import { mediaCommand } from './commands/media.ts'
import { newCommand } from './commands/new.ts'
import { packsCommand } from './commands/packs.ts'
import { projectCommand, recoverCommand } from './commands/project.ts'
import { refineCommand } from './commands/refine.ts'
import { renderCommand } from './commands/render.ts'
import { reviewCommand } from './commands/review.ts'
import { searchCommand } from './commands/search.ts'
import { sequenceCommand } from './commands/sequence/index.ts'
import { serveCommand } from './commands/serve.ts'
import { takesCommand } from './commands/takes.ts'
import type { RemoteSession, Session } from './session.ts'

interface CliCommand {
  run(session: Session, args: readonly string[]): Promise<void>
  /** The same on a studio that runs elsewhere: for commands that need no more than the contract. */
  runRemote?(session: RemoteSession, args: readonly string[]): Promise<void>
  /** Whether waiting jobs of an opened project start by themselves: looking at a project must not work on it. */
  runsJobs(args: readonly string[]): boolean
  untilInterrupted?: true
}

const always = (): boolean => true
const never = (): boolean => false

/** The command line's verbs. */
export const COMMANDS: Readonly<Record<string, CliCommand | undefined>> = {
  new: { run: newCommand, runsJobs: never },
  generate: { run: generateCommand, runsJobs: always },
  film: { run: (session, args) => filmCommand(session, args, sampleBriefPath()), runsJobs: always },
  refine: { run: refineCommand, runsJobs: always },
  takes: { run: takesCommand, runsJobs: never },
  review: { run: reviewCommand, runsJobs: never },
  search: { run: searchCommand, runsJobs: never },
  bins: { run: binsCommand, runsJobs: never },
  library: { run: libraryCommand, runsJobs: never },
  media: { run: mediaCommand, runsJobs: never },
  project: { run: projectCommand, runsJobs: never },
  recover: { run: recoverCommand, runsJobs: never },
  render: { run: renderCommand, runsJobs: always },
  packs: { run: packsCommand, runsJobs: never },
  devices: { run: devicesCommand, runsJobs: never },
  jobs: { run: jobsCommand, runsJobs: (args) => args.includes('run') },
  sequence: { run: sequenceCommand, runRemote: sequenceCommand, runsJobs: never },
  serve: { run: serveCommand, runsJobs: always, untilInterrupted: true },
  doctor: { run: doctorCommand, runsJobs: never },
}
