using System.Diagnostics;
using System.Globalization;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Looks whether a tree can be followed, without changing anything.</summary>
internal sealed class SyncReadiness(FilesRequest request, StepScope scope)
{
    private readonly List<Finding> _findings = [];
    private bool _hasOthers;
    private bool _hasFractions;
    private long _entryCount;

    /// <summary>Everything found.</summary>
    internal IReadOnlyList<Finding> Look(CancellationToken cancellation)
    {
        using var source = TreeRoot.Open(request.SourcePath);
        var took = Walk(source, cancellation);
        _findings.Add(new Finding(
            source.Describe(TreePath.Root),
            string.Create(CultureInfo.InvariantCulture, $"A walk over its {_entryCount} entries takes {took.TotalMilliseconds:F0} ms; the freeze walks it about five times and the copy once."),
            "Nothing to do while that fits 'downtime.tolerance'; otherwise move fewer, larger files.", IsBlocking: false));
        if (!_hasFractions) AddCoarse(source);
        if (scope.Plan.Fallback?.ReverseSync == true) LookAtReverse(source);
        return _findings;
    }

    // The second walk finds everything in the system's caches, as the walks in a freeze will.
    private TimeSpan Walk(TreeRoot source, CancellationToken cancellation)
    {
        var self = LibC.GetEffectiveUser();
        foreach (var entry in new TreeWalker(source, new WalkOptions { ToleratesChanges = true }).Walk(cancellation))
        {
            _hasOthers |= entry.Status.User != self;
            _hasFractions |= entry.Status.Changed.Nanoseconds != 0;
            _entryCount++;
        }
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var entry in new TreeWalker(source, new WalkOptions { ToleratesChanges = true }).Walk(cancellation)) entry.Dispose();
        return Stopwatch.GetElapsedTime(startedAt);
    }

    private void AddCoarse(TreeRoot source) => _findings.Add(new Finding(
        source.Describe(TreePath.Root), "Its file system counts times in whole seconds, so files that changed within 2 s before the freeze are read again in it, and it lasts that much longer.",
        "Accept it, or move the tree to a file system that counts nanoseconds, for example ext4 or XFS.", IsBlocking: false));

    private void LookAtReverse(TreeRoot source)
    {
        if (!FileSystem.IsWritable(source.Handle))
            _findings.Add(new Finding(
                source.Describe(TreePath.Root), "The user that the orchestrator runs as may not write to it, so it cannot follow the target after cutover.",
                "Run the orchestrator as root or give its user the right to write there (setfacl), or set 'fallback.reverseSync: false'.", IsBlocking: true));
        if (_hasOthers && !FileSystem.IsRoot)
            _findings.Add(new Finding(
                source.Describe(TreePath.Root), "It has entries of other users; what changes after cutover would come back as the orchestrator's own.",
                "Run the orchestrator as root.", IsBlocking: false));
    }
}
