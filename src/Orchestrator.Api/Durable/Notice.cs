namespace Orchestrator.Api.Durable;

/// <summary>What the caller should know about what was done.</summary>
internal sealed record Notice(string Message);
