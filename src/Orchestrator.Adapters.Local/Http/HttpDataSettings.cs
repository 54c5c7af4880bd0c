namespace Orchestrator.Adapters.Local.Http;

/// <summary>
/// Data that the operator's own endpoints move. The endpoint keeps the backup itself; what it answers to
/// <see cref="BackUp"/> is its receipt, which is stored as the backup and sent to <see cref="Restore"/> and <see cref="Compare"/>
/// as <c>receipt</c>.
/// </summary>
internal sealed record HttpDataSettings
{
    /// <summary>Makes a complete backup of the source and answers with a receipt, any text up to 1 MiB.</summary>
    public required HttpCall BackUp { get; init; }

    /// <summary>Restores the backup into the target; what an earlier call left half-restored is replaced. Answers nothing or <c>{ "sizeBytes", "objectCount" }</c>.</summary>
    public required HttpCall Restore { get; init; }

    /// <summary>Compares the target with the receipt's backup, or without receipt with the source, and answers <c>{ "items": [ { "name", "referenceCount", "targetCount", "referenceChecksum", "targetChecksum", "firstDifferences" } ] }</c>.</summary>
    public required HttpCall Compare { get; init; }

    /// <summary>Removes from the target what this migration put there, and nothing else; 404 and 410 mean that there is nothing.</summary>
    public required HttpCall Remove { get; init; }

    /// <summary>Makes an empty target; fails when it holds something of others.</summary>
    /// <value>None by default.</value>
    public HttpCall? Prepare { get; init; }

    /// <summary>Looks whether the move can work and answers <c>{ "findings": [ { "subject", "problem", "remedy", "isBlocking" } ] }</c>.</summary>
    /// <value>None by default.</value>
    public HttpCall? Readiness { get; init; }

    /// <summary>Measures the <c>side</c> and answers <c>{ "sizeBytes", "objectCount" }</c>.</summary>
    /// <value>None by default: the size is not known and told as 0.</value>
    public HttpCall? Measure { get; init; }
}
