/**
 * The shapes of the API's answers that the pages read. Nothing is loaded at run time; editors check the modules with it.
 *
 * @typedef {{ completed: number, total?: number, unit: string }} Progress
 *
 * @typedef {object} Row A migration in the list of all.
 * @property {string} id
 * @property {string} workload
 * @property {string} environment
 * @property {string} [owner]
 * @property {string} strategy
 * @property {boolean} rehearsal
 * @property {string} state
 * @property {string} phase
 * @property {'source'|'target'} traffic
 * @property {string} [frozenSince]
 * @property {string} startedAt
 * @property {string} [finishedAt]
 * @property {string} [fallbackUntil]
 * @property {number} stepsDone
 * @property {number} stepsTotal
 * @property {{ name: string, title: string, progress?: Progress }} [step]
 * @property {{ gate: string, required: number, approvedBy: string[], expiresAt: string, roles: string[] }} [waitingFor]
 * @property {number} [lagBytes]
 * @property {string} [error]
 * @property {string} [next]
 * @property {string} [forecast]
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {'pending'|'running'|'onHold'|'completed'|'skipped'|'failed'|'undone'|'undoFailed'} state
 * @property {string} [startedAt]
 * @property {string} [finishedAt]
 * @property {number} attempt
 * @property {Progress} [progress]
 * @property {string} [summary]
 * @property {string} [error]
 * @property {string} [retryAt]
 * @property {string} [undoes]
 *
 * @typedef {object} Finding
 * @property {string} subject
 * @property {string} problem
 * @property {string} remedy
 * @property {boolean} isBlocking
 *
 * @typedef {object} Sync How the follower keeps up; durations are ISO 8601.
 * @property {'forward'|'reverse'} direction
 * @property {boolean} isProven
 * @property {boolean} isReady
 * @property {number} lagBytes
 * @property {string} [lag]
 * @property {number} [appliedBytesPerSecond]
 * @property {string} [catchUp]
 * @property {number} comparedCount
 * @property {number} totalCount
 * @property {number} pendingCount
 * @property {string} [predictedFreeze]
 * @property {string} freezeBudget
 * @property {string} [latestRollback]
 * @property {Finding[]} problems
 * @property {string} seenAt
 *
 * @typedef {object} Status One migration.
 * @property {string} id
 * @property {string} workload
 * @property {string} strategy
 * @property {boolean} rehearsal
 * @property {string} state
 * @property {number} revision
 * @property {string} phase
 * @property {'source'|'target'} traffic
 * @property {string} [writesFrozenSince]
 * @property {string} [writesFrozenFor]
 * @property {string} [downtime]
 * @property {number} [lagBytes]
 * @property {Sync} [sync]
 * @property {{ isOpen: boolean, text: string, checkedAt: string }} [wayBack]
 * @property {string} startedBy
 * @property {string} startedAt
 * @property {string} [finishedAt]
 * @property {string} [fallbackUntil]
 * @property {{ gate: string, required: number, approvedBy: string[], evidenceHash: string, expiresAt: string }} [waitingFor]
 * @property {string} [error]
 * @property {string} [next]
 * @property {Step[]} steps
 *
 * @typedef {object} Report The evidence pack.
 * @property {Status} status
 * @property {any} [plan]
 * @property {{ id: string, kind: string, by: string, at: string, comment?: string, gate?: string, evidenceHash?: string }[]} approvals
 * @property {Record<string, any>} evidence By the name of the step.
 * @property {{ id: string, kind: string, at: string, actor: string, text: string, hash?: string }[]} audit
 *
 * @typedef {{ name: string, roles: string[], may: { operate: boolean, approve: boolean, administer: boolean } }} Me
 */
export {};
