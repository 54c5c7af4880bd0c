namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>A component that moves a tree of files, read and checked.</summary>
internal abstract record TreeRequest
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The tree as this host sees it.</summary>
    public required SourceTree Tree { get; init; }

    /// <summary>Where it goes; in a rehearsal the copy's place.</summary>
    public required TreeAddress Target { get; init; }

    /// <summary>How many files are hashed, and read back, at once.</summary>
    public required int Parallelism { get; init; }
}
