/** On everything the harness creates on an engine. */
export const ourLabel = 'lvs-drill';
/** The run it was created for. */
export const runLabel = 'lvs-drill.run';
/** The process that created it, as `formatIdentity` writes it. */
export const ownerLabel = 'lvs-drill.owner';
/** The node's name in the topology. */
export const nodeLabel = 'lvs-drill.node';
