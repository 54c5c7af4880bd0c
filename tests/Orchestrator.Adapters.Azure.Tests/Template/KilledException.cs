namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>The host was killed.</summary>
internal sealed class KilledException() : Exception("The host was killed here.");
