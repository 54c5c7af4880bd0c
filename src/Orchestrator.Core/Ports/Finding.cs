namespace Orchestrator.Core.Ports;

/// <summary>Something that a look before the migration found.</summary>
/// <param name="Subject">Which thing it is about.</param>
/// <param name="Problem">What is the matter, in one sentence.</param>
/// <param name="Remedy">What mends it: where possible the exact command.</param>
/// <param name="IsBlocking">Whether the migration cannot work with it.</param>
public sealed record Finding(string Subject, string Problem, string Remedy, bool IsBlocking);
