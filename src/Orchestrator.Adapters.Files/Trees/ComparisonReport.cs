using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Gathers a comparison into a bounded number of rows: the tree, what lies at its top, its top-level folders.</summary>
internal sealed class ComparisonReport(string component)
{
    /// <summary>How many top-level folders have a row of their own; the others share one.</summary>
    internal const int MaxFolders = 47;

    private readonly ComparisonRow _tree = new(component);
    private readonly ComparisonRow _top = new($"{component}/(top level)");
    private readonly List<ComparisonRow> _folders = [];
    private TreePath _current = TreePath.Root;

    /// <summary>Adds a path that one or both sides have. Paths come in the order of a walk.</summary>
    internal void Add(ComparedPath path)
    {
        _tree.Add(path);
        RowOf(path).Add(path);
    }

    /// <summary>The rows.</summary>
    /// <param name="provenAt">When everything was found equal that was not compared anew; <see langword="null"/> when all was.</param>
    internal IReadOnlyList<ComparedItem> Finish(DateTimeOffset? provenAt = null) => [.. _folders.Prepend(_top).Prepend(_tree).Select(row => row.Finish(provenAt))];

    private ComparisonRow RowOf(ComparedPath path)
    {
        if (path.IsAtTop) return _top;
        if (_current.IsRoot || !path.Path.Top.SequenceEqual(_current.Bytes)) Begin(new TreePath(path.Path.Top.ToArray()));
        return _folders[^1];
    }

    private void Begin(TreePath folder)
    {
        _current = folder;
        if (_folders.Count < MaxFolders) _folders.Add(new ComparisonRow($"{component}/{folder}"));
        else if (_folders.Count == MaxFolders) _folders.Add(new ComparisonRow($"{component}/(other folders)"));
    }
}
