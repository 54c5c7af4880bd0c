namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>What a migration notes on the host once a target is prepared: a mark there may get lost, and an undo has to know of it.</summary>
/// <param name="Location">Where the target is.</param>
internal sealed record TreeNote(string Location);
