namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>A change was made for a state that is not in force any more.</summary>
internal sealed class RevisionMismatchException(long actual)
    : Exception($"The state has been changed by someone else: it is at revision {actual} now.");
