using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Compares two sorted streams of entries: every path and everything that a copy must have of it.</summary>
internal sealed class TreeComparison(string component, TreeOptions options)
{
    private readonly EntryDifference _difference = new(options, FileSystem.IsRoot);
    private readonly ComparisonReport _report = new(component);

    /// <summary>Compares.</summary>
    /// <param name="reference">How it should be, in the order of a walk.</param>
    /// <param name="target">How it is, in the order of a walk.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The whole tree, then its top-level folders.</returns>
    internal DataComparison Run(IEnumerable<Candidate> reference, IEnumerable<Candidate> target, CancellationToken cancellation)
    {
        OrderedPipeline.Run(
            SortedJoin.Full(reference, entry => entry.Path, target, entry => entry.Path),
            pair => (Reference: pair.Left?.Describe(), Target: pair.Right?.Describe()),
            pair => Add(pair.Reference, pair.Target), options.Parallelism, cancellation);
        return new DataComparison(component, _report.Finish());
    }

    private void Add(TreeEntry? reference, TreeEntry? target) => _report.Add(new ComparedPath(reference, target)
    {
        ReferenceFacts = _difference.Canonical(reference),
        TargetFacts = _difference.Canonical(target),
        Difference = _difference.Between(reference, target),
    });
}
