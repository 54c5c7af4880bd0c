namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>What stood under a key before the migration.</summary>
/// <param name="Key">The key.</param>
/// <param name="Label">Its label.</param>
/// <param name="Stored">What was found; <see langword="null"/> when there was nothing.</param>
internal sealed record FormerValue(string Key, string? Label, StoredValue? Stored);
