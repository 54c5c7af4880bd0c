namespace Orchestrator.Core.Ports;

/// <summary>
/// What must outlive the engine's history: decisions, the audit trail, evidence and reports, and who has claimed
/// which workload. Everything is durable when its task completes.
/// </summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface IMigrationLedger
{
    /// <summary>Appends to a migration's audit trail, chained by hash. An entry whose id is there already is left as it is.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it was new.</returns>
    Task<bool> AppendAsync(LedgerEntry entry, CancellationToken cancellation = default);

    /// <summary>Reads a migration's audit trail and verifies its chain.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The entries, oldest first; none for an unknown migration.</returns>
    /// <exception cref="LedgerTamperedException">The chain does not hold.</exception>
    Task<IReadOnlyList<LedgerEntry>> ReadAsync(string migrationId, CancellationToken cancellation = default);

    /// <summary>Stores a document (evidence, a report), replacing one of the same name.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="name">Its name, for example <c>evidence/validate</c>.</param>
    /// <param name="json">The document, without secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The SHA-256 of the document as lower-case hexadecimal.</returns>
    Task<string> WriteDocumentAsync(string migrationId, string name, string json, CancellationToken cancellation = default);

    /// <summary>Reads a document.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The document, or <see langword="null"/>.</returns>
    Task<string?> ReadDocumentAsync(string migrationId, string name, CancellationToken cancellation = default);

    /// <summary>Claims something for one owner, for example a workload for a migration.</summary>
    /// <param name="key">What is claimed.</param>
    /// <param name="owner">Who claims it.</param>
    /// <param name="insteadOf">An owner known to be gone, whose claim may be taken over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Who owns it now: <paramref name="owner"/>, or whoever was first.</returns>
    Task<string> ClaimAsync(string key, string owner, string? insteadOf = null, CancellationToken cancellation = default);

    /// <summary>Gives a claim back. Fine when somebody else or nobody has it.</summary>
    /// <param name="key">What was claimed.</param>
    /// <param name="owner">Who claimed it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the claim is free.</returns>
    Task ReleaseAsync(string key, string owner, CancellationToken cancellation = default);
}
