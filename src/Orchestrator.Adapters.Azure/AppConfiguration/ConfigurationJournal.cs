namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>What a migration keeps of a store before it changes it. Readable by the server's user only, since values may be secret.</summary>
/// <param name="Former">All keys as they were found.</param>
/// <param name="StaleUntil">Until when applications may still work with what was in force before the last change.</param>
internal sealed record ConfigurationJournal(IReadOnlyList<FormerValue> Former, DateTimeOffset StaleUntil);
