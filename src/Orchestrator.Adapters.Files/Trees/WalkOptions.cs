using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>What a walk does beside looking.</summary>
internal sealed record WalkOptions
{
    /// <summary>Whether regular files come opened, and so are known to be readable.</summary>
    internal bool OpensFiles { get; init; }

    /// <summary>Whether extended attributes are read; needs <see cref="OpensFiles"/>.</summary>
    internal bool ReadsAttributes { get; init; }

    /// <summary>Whether an entry that vanishes meanwhile is skipped; otherwise it is an error.</summary>
    internal bool ToleratesChanges { get; init; }

    /// <summary>Takes what cannot be read, and the walk goes on; without it the walk fails.</summary>
    internal Action<AdapterException>? Unreadable { get; init; }
}
