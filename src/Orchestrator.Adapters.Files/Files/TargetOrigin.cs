namespace Orchestrator.Adapters.Files.Files;

/// <summary>How a migration came by its target folder.</summary>
internal enum TargetOrigin
{
    /// <summary>It is about to make the folder: one that is there now is its own only if it is empty.</summary>
    Announced,

    /// <summary>It made the folder.</summary>
    Made,

    /// <summary>The folder was there, and empty.</summary>
    Existing,
}
