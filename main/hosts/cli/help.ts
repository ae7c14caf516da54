export const HELP = `cortado: make films from generated footage, on this machine alone

Usage: cortado <command> [options]

  new NAME|DIR                       make a project
  generate "PROMPT"                  make takes of a shot
      --project DIR  --negative TEXT  --seed N  --takes N  --frames N  --size WxH  --steps N
      --guidance X  --scheduler NAME  --pack ID  --device NAME  --shot ID
      --plan  --memory 300MB         only say what it costs; what it may use, instead of what is free
      --upscale N|PACK|N,PACK  --fps RATE  --interpolator PACK
      --temporal | --no-temporal     decode frames together, or each alone, where the pack can
      --film show|clip=ID|gap=TRACK@START+LENGTH
                                     what the film does when the first take is there
      --turn FRAME=PROMPT            what the prompt turns into, once or more
      --match 0.5                    in a clip of several passes: how far later ones are pulled to the look of the first
      --like TAKE                    a take's settings, but for what is said here
      --grid NAME=A,B                one take for each value of seed, guidance, steps, scheduler or prompt (A|B); once or twice
  generate --image FILE ["PROMPT"]   a clip that begins with a picture, or shows it at frame --at N
  generate --op image --take TAKE --frame N    the same, from a frame of a take
  generate --op OPERATION --take TAKE ["PROMPT"]
                                     a new take from an old one, which stays; what is not made anew stays to the last bit
      --op retake --frames 20-40     a range of frames again, both ends included
      --op extend --frames N         N frames more, or before the beginning with --backwards
      --op bridge --to TAKE --frames N   N frames that lead from one take to another
          --leave N  --enter N       from frame N of the first (not included) to frame N of the second
      --op inpaint --mask FILE [--frames A-B]    what is white in a picture or film, in a folder of PNGs one a frame,
                                     or in several --mask FILE
      --op restyle [--strength 0.6] [--frames A-B]   the same footage in other words
  film [--brief FILE|"TEXT"]         make a film: one shot a line of the brief
      --out FILE  --project DIR  --seed N  --preset ID
      --upscale N|PACK  --fps RATE  --interpolator PACK
  refine TAKE                        a larger or smoother take beside that one, the old one stays
      --project DIR  --upscale N|PACK  --fps RATE  --interpolator PACK  --device NAME  --plan
  takes                              list the takes of a project, or put the best first
      --project DIR  --shot ID  --sort made|rank|rating|motion|flicker|jump|frozen|drift|residual
  takes export --format webdataset|jsonl --out DIR
                                     write chosen takes with captions, ratings and recipes, to train on elsewhere
      --project DIR  --take ID...  --shot ID  --rating N  --clean  --video master|proxy  --shard-mb N
  review FILE|TAKE...                measure footage over time: freezes, jumps, flicker, repeats, drift, exposure
      --list FILE  --project DIR     more paths, one a line ("-" reads stdin); takes of a project, by id or all
      --again                        measure takes that were measured already
  search ["WORDS"]                   bins, shots, takes and media with all of these words and marks, newest first
      --project DIR  --kind bin|shot|take|media|sequence  --rating N  --label COLOUR  --favourite  --used|--unused
      --rejected|--kept  --bin ID|none  --shot ID  --trashed  --order newest|oldest  --limit N  --after N
  bins [list | create NAME | rename ID NAME | move ID | remove ID]
      --project DIR  --parent ID  --contents up|trash    where it lies; where what lies in it goes
  media [info ID | import FILE... | missing | relink FOLDER]
      --project DIR  --bin ID        copy files into the project; files that are gone, and where they are
      --by hash|name  --yes          the same bytes, or after a look a file of the same name
  library mark|file|trash|restore ENTRY...  an entry is shot:ID, take:ID or media:ID
      --project DIR  --label COLOUR|none  --favourite|--not-favourite  --bin ID|none
  library [duplicates | lineage TAKE | empty-trash --yes]
  project copy DIR                   copy a project, every file verified
      --project DIR  --used          only what its sequences show
  recover DIR --to DIR               save what can be read of a damaged project into a new one
  render --out FILE                  render the sequence of a project
      --project DIR  --preset ID
  sequence [list | create NAME | show [ID]]
                                     the timelines of a project; without ID its first one
      --project DIR  --rate 24|30000/1001  --size WxH  --trashed
  sequence duplicate [ID]            one like it, with a history of its own
      --name NAME
  sequence trash|restore ID          to the trash, which library empty-trash empties, or back
  sequence edit [ID] --edit JSON|@FILE|-
                                     make edits, all of them as one step of the history or none
      --revision N                   as the sequence was at that revision; refused where others changed the same since
  sequence undo|redo [ID]            take the last edit back, or make it again
  sequence history [ID]              every point of the history, also of branches that were left
      --limit N  --before STEP
  sequence jump STEP [ID]            go to any point of the history
  sequence compact [ID]              make the history smaller; nothing of it is lost
      --keep-undo N  --drop-branches   let go of older steps, or of branches that were left, for good
      --dry-run                      only tell what would be lost
      --studio URL                   any of these on a studio that runs, with its key in CORTADO_BEARER
  packs [list | info ID | verify ID | licence ID]
                                     model packs, whether their files are whole, and their terms
  packs add DIR|ZIP                  copy a pack, or the libraries of a GPU, for this user; goes on after a break
  packs use-in-place DIR             use a pack where it lies, such as on another drive
      --skip-test                    do not run the pack's own test clip
  packs remove ID                    forget a pack that is used in place
      --yes                          delete the files of one that was copied
  devices                            what can be computed on, and why not on the rest
      check PACK [--device NAME]     run a pack's self-test anew: is it right there, and faster than the CPU?
      use PACK PROVIDER [--not]      use it with that pack whatever the test found, or no longer
      workers N                      jobs that share the CPU, at once
  jobs [list | run | cancel ID | retry ID | resume ID | pause ID]
      --project DIR                  the queue; "run" works through what is waiting
  jobs edit ID                       change a take that waits, is paused or failed, which is then tried again
      --project DIR  --prompt TEXT  --negative TEXT  --seed N  --frames N  --size WxH  --steps N
      --guidance X  --scheduler NAME
  jobs --report                      what finished, what failed and what to do, what went on after a stop
      --project DIR  --since 12h|DATE
  serve                              open the studio on a loopback address
      --project DIR  --port N
  doctor                             versions, abilities, disk, and what to do about problems

Every command takes --json. Exit codes: 0 done, 1 failed, 2 usage.
A brief is plain text, one shot a line; "#" starts a comment; "[4s]" sets a length, "[seed 7]" a seed.
Packs are copied to CORTADO_DATA, or where this system keeps the data of programs.
Without --project, a new project is made in the projects folder (CORTADO_HOME, or Cortado in your home folder).`
