using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What could not be read; a few are named.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class LeaderProblems
{
    private const int MaxNamed = 10;

    private readonly Lock _inOrder = new();
    private readonly List<AdapterException> _named = [];
    private long _count;

    /// <summary>Notes a problem. What vanished, or changed meanwhile, is none: the next pass sees what became of it.</summary>
    internal void Add(AdapterException error)
    {
        if (IsPassing(error)) return;
        lock (_inOrder)
        {
            if (++_count <= MaxNamed) _named.Add(error);
        }
    }

    /// <summary>Whether something vanished, or changed meanwhile.</summary>
    internal static bool IsPassing(AdapterException error) =>
        error.IsTransient || error.InnerException is ErrnoException { Number: Errno.NotFound };

    /// <summary>What keeps a cutover from beginning.</summary>
    internal IReadOnlyList<Finding> Findings(string tree) =>
    [
        .. _named.Select(FileErrors.Blocking),
        .. _count > MaxNamed ? new[] { new Finding($"folder '{tree}'", $"There are {_count - MaxNamed} more entries that cannot be read.", "See those named.", IsBlocking: true) } : [],
    ];

    /// <summary>Fails when there is a problem.</summary>
    /// <exception cref="AdapterException">The first of them.</exception>
    internal void ThrowIfAny()
    {
        if (_named.Count > 0) throw _named[0];
    }
}
