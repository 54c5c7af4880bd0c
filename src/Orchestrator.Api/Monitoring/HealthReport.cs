namespace Orchestrator.Api.Monitoring;

/// <summary>Whether the server can do its work. It names the checks and nothing else, because anybody may read it.</summary>
/// <param name="Status"><c>ready</c>, <c>notReady</c> or <c>alive</c>.</param>
/// <param name="Checks">The checks by name, and whether each held.</param>
internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, bool>? Checks);
