using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>What a tree has in it.</summary>
internal sealed class TreeSurvey
{
    /// <summary>The size of the files, holes included, each hard-linked file once.</summary>
    internal long SizeBytes { get; private set; }

    /// <summary>What the files take on the disk: without holes.</summary>
    internal long AllocatedBytes { get; private set; }

    /// <summary>Everything but folders and what is never copied.</summary>
    internal long ObjectCount { get; private set; }

    /// <summary>All entries: what a file system needs inodes for.</summary>
    internal long EntryCount { get; private set; }

    /// <summary>Measures a tree.</summary>
    internal static DataSize Measure(TreeRoot root, CancellationToken cancellation)
    {
        var survey = new TreeSurvey();
        foreach (var entry in new TreeWalker(root, new WalkOptions { ToleratesChanges = true }).Walk(cancellation))
        {
            using (entry) survey.Add(entry);
        }
        return new DataSize(survey.SizeBytes, survey.ObjectCount);
    }

    /// <summary>Counts an entry.</summary>
    internal void Add(WalkedEntry entry)
    {
        EntryCount++;
        if (entry.Type is not (EntryType.Folder or EntryType.Socket)) ObjectCount++;
        SizeBytes += entry.SizeBytes;
        if (entry.Type == EntryType.File) AllocatedBytes += entry.Status.AllocatedBytes;
    }
}
