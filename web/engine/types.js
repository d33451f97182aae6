// What the engine takes and returns.

/**
 * A problem of one field of a scenario.
 * @typedef {object} FieldError
 * @property {string} path  of the field in the scenario, "" for the whole scenario
 * @property {string} message  what was found and what is allowed
 * @property {string} code
 */

/**
 * How much a scenario can hold.
 * @typedef {object} Limits
 * @property {number} variants
 * @property {number} nameLength  of a scenario or a variant, in characters
 * @property {number} clients
 * @property {number} operations  of one client
 * @property {number} records  of the source
 * @property {number} faults
 * @property {number} steps  of one list
 * @property {number} bytes  of the JSON text
 * @property {number} depth  how many objects and lists stand inside each other
 */

/**
 * An entry of the cache, the queue, the dead letters or the source, or the state of the circuit breaker.
 * @typedef {object} Holding
 * @property {string} html  the list item that shows it, as escaped markup
 */

/**
 * The holdings of one place at a moment.
 * @typedef {object} Held
 * @property {number[]} items  indexes into the variant's holdings
 * @property {number[]} changed  indexes into items, of those that the moment changed
 */

/**
 * One row of a diagram. A place that is left out holds what it held at the moment before.
 * @typedef {object} Moment
 * @property {number} event  index in the trace
 * @property {number} y  of the row, in the diagram's own pixels
 * @property {number} time  in nanoseconds since the start
 * @property {string} when  the time in words, "" in a given order
 * @property {string} what
 * @property {boolean} differs  whether it is different in the variant that this one is compared with
 * @property {string} list  the list of steps it belongs to: "read", "write" or "worker"
 * @property {number} index  of its step in that list, -1 for none
 * @property {Held} [cache]
 * @property {Held} [queue]
 * @property {Held} [dead]  the dead letters
 * @property {Held} [source]
 * @property {Held} [breaker]  the circuit breaker
 */

/**
 * What the page shows of one variant.
 * @typedef {object} VariantView
 * @property {string} name
 * @property {boolean} shown  whether it has a diagram
 * @property {Moment[]} moments
 * @property {Holding[]} holdings  of all moments
 * @property {string} nothing  the list item that shows an empty place, as escaped markup
 * @property {number} headerHeight  of the diagram, in its own pixels
 * @property {{[kind: string]: {by: string, steps: string[]}}} lists  the lists of steps it follows
 * @property {{text: string, event: number}[]} console  the console text, in parts
 * @property {string} stopped  why the run ends before everything is done, "" where it does not
 */

/**
 * The scenario's question, judged by the first variant.
 * @typedef {object} Ask
 * @property {string} question
 * @property {string[]} choices
 * @property {number} right  index of the right choice, -1 for none
 * @property {string[]} verdicts  the answer to each choice
 * @property {string} fact  the right answer in a sentence
 */

/**
 * What the page shows of a scenario. Strings are escaped markup unless they are said to be a name.
 * @typedef {object} View
 * @property {string} name  of the scenario
 * @property {string} text
 * @property {string} legend
 * @property {string} strip
 * @property {string} variants  the choice of the one to see, where there is room for one
 * @property {string} faults  what the faults led to, or what a crash would show
 * @property {string} who  the participants and what each does
 * @property {string} panels
 * @property {{manager: string, source: string}} names  of participants, as they stand inside a sentence
 * @property {Control[]} controls
 * @property {Ask | null} ask
 * @property {number} extent  the time at which the strip's axis ends, in nanoseconds
 * @property {number} timePart  the part of the strip's width that its axis takes
 * @property {boolean} ordered  whether an order replaces the clock in all variants
 * @property {number} than  index of the variant that the shown ones are compared with, -1 for none
 * @property {VariantView[]} runs
 */

/**
 * A setting that the scenario offers first; `zero` is what "0s" means where it is not a time.
 * @typedef {Field & {zero: string}} Control
 */

/**
 * Something that can happen differently at an event of a run.
 * @typedef {object} Fork
 * @property {string} group  what it happens to
 * @property {string} text  what the reader chooses
 * @property {string} says  what the choice means
 * @property {string} name  part of the new variant's name
 * @property {string} path  of the member that the new variant changes
 * @property {any} value  of that member
 */

/**
 * @typedef {object} ViewOptions
 * @property {number} [width]  of each diagram, in pixels
 * @property {boolean} [narrow]  whether the diagrams have four lifelines
 * @property {boolean} [inOrder]  whether each event has a row, instead of a place in scaled time
 * @property {number[]} [show]  indexes of the variants that get a diagram; all by default
 * @property {number} [than]  index of the variant they are compared with; the first shown one by default
 * @property {number} [extent]  the least extent of the strip, in nanoseconds
 */

/**
 * @typedef {object} RunResult
 * @property {string} canonical  the scenario in its canonical form
 * @property {{name: string, trace: Uint8Array, console: string, mermaid: string, plantuml: string}[]} runs  one for each variant
 */

/**
 * @typedef {object} Strategy
 * @property {string} id
 * @property {string} also  another name used in the field, or ""
 * @property {string} by  who takes the steps: "client" or "manager"
 * @property {string[]} steps
 * @property {string} does  what a read does; "" for writes
 * @property {string} choose  completes "Choose it"; "" for reads
 * @property {string} cost  completes "It costs"; "" for reads
 */

/**
 * A step that a list can hold.
 * @typedef {object} Step
 * @property {string} id
 * @property {string} doc  what it does
 * @property {string[]} client  the kinds of lists ("read", "write") that can hold it where the client takes the steps
 * @property {string[]} manager  the kinds of lists (also "worker") that can hold it where the Resource Manager does
 */

/**
 * @typedef {object} Strategies
 * @property {Strategy[]} read  those that have a name
 * @property {Strategy[]} write
 * @property {{by: string, steps: string[]}} worker  the worker's list unless a scenario has another
 * @property {Step[]} steps
 */

/**
 * A field of a scenario.
 * @typedef {object} Field
 * @property {string} path  such as "cache.ttl"
 * @property {string} name  the label of its form field, "" where the page offers none
 * @property {string} type  "duration", "latency", "number", "flag", "choice", "strategy", ...
 * @property {string} allowed  the values it can have, in words
 * @property {any} [default]
 * @property {string} doc  what it means
 * @property {string[]} ids  of a choice
 * @property {number} min  of a number
 * @property {number} max  of a number
 */

/**
 * A field that the page offers in a form. `matters` says for each variant whether another value can change
 * its run; `items` are the fields of a list's items.
 * @typedef {Field & {matters: boolean[], items?: Field[]}} Setting
 */

/**
 * @typedef {object} FaultKind
 * @property {string} id
 * @property {string} doc  what it means
 * @property {string} member  the member that it has besides its place, "" for none
 * @property {boolean} needed  whether that member is required
 * @property {string[]} steps  those during whose calls it can happen
 */

/**
 * What can be set in a scenario.
 * @typedef {object} Settings
 * @property {{id: string, name: string, doc: string}[]} sections  id is the first part of its settings' paths
 * @property {Setting[]} knobs
 * @property {Field[]} faults  the fields of a fault
 * @property {FaultKind[]} faultKinds
 * @property {{id: string, client: string, what: string, calls: string[]}[]} operations  calls are those that a fault can strike
 */

/**
 * A counterexample.
 * @typedef {object} Why
 * @property {string} words  what happens, as escaped markup
 * @property {number} steps
 * @property {number} operations  how many it needs
 * @property {number} faults  how many it needs
 * @property {boolean} shortest  whether no shorter way shows it
 * @property {import('../scenario/story.js').Json} scenario  whose run shows it
 */

/**
 * The verdict on a property.
 * @typedef {object} Judgement
 * @property {string} property
 * @property {string} title  the property in plain words
 * @property {string} violation  what happens where it is violated
 * @property {'holds' | 'violated' | 'unknown'} verdict
 * @property {number} steps  of the shortest counterexample, 0 for none
 * @property {string} [expected]  the verdict that the scenario expects
 * @property {string} [note]  a sentence that completes the verdict
 * @property {Why} [why]  the counterexample, once the exploration has ended
 */

/**
 * What exploring one variant has found.
 * @typedef {object} ExploredRun
 * @property {string} name
 * @property {string} problem  why it cannot be explored, "" where it can
 * @property {string} [extent]  what there is in it and what may go wrong, in words
 * @property {string} [read]  the named strategy by which all clients read, if there is one
 * @property {string} [write]  likewise
 * @property {number} [states]  seen so far
 * @property {{states: number, memory: number}} [limits]  states and bytes at which the search is cut short
 * @property {'' | 'states' | 'memory' | 'parts'} [bound]  which of them has cut it short, "parts" where the states of single operations are too many to be told apart
 * @property {number} [frontier]  states still to be followed
 * @property {number} [depth]  steps from the start
 * @property {number} [bytes]  of memory in use
 * @property {boolean} [complete]  whether all states have been seen
 * @property {number} [tried]  tries to make counterexamples smaller that are done
 * @property {number} [tries]  how many there are in all, once it is known
 * @property {boolean} [deadlock]
 * @property {{id: string, kind: string, name: string, times: number, aimed?: boolean}[]} [faults]  that can happen, and how often each may; those of one call have the same kind as those at any moment
 * @property {string[]} [leftOut]  what exploration leaves out of that, in words
 * @property {{ticks: number, bounded: boolean}} [staleness]  the greatest of any answer, where time is counted
 * @property {Judgement[]} [judgements]  of the properties that apply to it
 */

/**
 * @typedef {object} Exploration
 * @property {ExploredRun[]} runs
 * @property {{run: number, property: string}} [worst]  the counterexample that is shown first
 */

/**
 * A change with which a property holds.
 * @typedef {object} Remedy
 * @property {object} patch  a merge patch for the variant
 * @property {string} words
 * @property {number} states  explored with it
 * @property {{[property: string]: Judgement['verdict']}} after  the verdicts with it
 */

/**
 * What went on over time, in at most 600 points (wasm/README.md, "Formats").
 * @typedef {object} Series
 * @property {number} width  of each point, in nanoseconds
 * @property {number[]} sums
 * @property {number[]} counts  a point's mean is its sum / its count
 * @property {number[]} max
 */

/**
 * What was measured of a variant under its workload.
 * @typedef {object} LoadedRun
 * @property {string} name
 * @property {boolean} complete  whether the run has come to its end
 * @property {number | null} share  of the workload that has been done, null where its length is not known
 * @property {number} operations  sent so far
 * @property {number} seconds  of virtual time
 * @property {{[measure: string]: number}} measures  the known ones: times in seconds, shares from 0 to 1, numbers, numbers a second, and costs an hour
 * @property {string[]} [leftOut]  the faults that the run leaves out: a workload does not have what they name; once the run has ended
 * @property {string} [currency]  of the costs, '' if it has no name; once the run has ended
 * @property {{[measure: string]: number}} [tester]  waits as a tester would have seen them who sends an operation only after the answer
 *   to the one before; these and what follows are there once the run has ended
 * @property {{[name: string]: Series}} [series]
 */

/** @typedef {{runs: LoadedRun[]}} Loaded */

/**
 * How a recorded workload is read; what is not said is guessed.
 * @typedef {object} Reading
 * @property {string} [reader]  the name of its format
 * @property {string} [columns]  where a CSV file has what, as libCacheSim's -t: "time-col=1,obj-id-col=2"
 * @property {string} [unit]  of its times: "s", "ms", "us" or "ns"
 * @property {string} [fills]  which writes only fill the cache: "guess", "client", "key", "said" or "none"
 * @property {number} [rate]  operations a second where it has no times
 * @property {string} [bad]  how many lines may be bad, such as "1%"
 * @property {number} [operations]  after how many it ends
 */

/**
 * How far the reading of a recording has come.
 * @typedef {object} ReadingProgress
 * @property {number} share  of the file, from 0 to 1
 * @property {number} bytes  decompressed
 * @property {string} format  its name, '' while it is not known
 * @property {number} lines
 * @property {number} bad  lines that were skipped
 * @property {number} operations
 * @property {number} keys
 */

/**
 * What is said of a recording, as `cacheplay workload -format json` prints it (wasm/README.md, "Formats").
 * @typedef {{format: string, lines: number, bad: number, operations: number, keys: number, seconds: number, zipfExponent: number, [more: string]: any}} Described
 */

/**
 * Which policies are replayed over a recording.
 * @typedef {object} Plan
 * @property {string} [policy]  names with commas between them, or "all"; "lru" by default
 * @property {string} [capacity]  how many objects the cache holds, or which share of all with a point, such as "1000,0.1"
 * @property {boolean} [bytes]  whether capacities are in bytes
 * @property {boolean} [curve]  whether the miss ratio at many capacities is wanted
 */

/**
 * What policies have missed.
 * @typedef {object} Replayed
 * @property {boolean} complete
 * @property {number} share  of the work that is done
 * @property {{policy: string, capacity: number, requests: number, objects: number, misses: number, missRatio: number, byteMissRatio: number | null}[]} [runs]
 * @property {{policy: string, requests: number, objects: number, sampled: number,
 *   points: {capacity: number, missRatio: number, byteMissRatio: number | null, error: number}[]}[]} [curves]
 */

/** @typedef {{signal?: AbortSignal}} CallOptions */

/**
 * Options of a call that takes long. Once the signal `enough` is aborted, the call ends
 * with what it has found by then.
 * @template T
 * @typedef {CallOptions & {enough?: AbortSignal, onProgress?: (progress: T) => void}} LongOptions
 */

export {};
