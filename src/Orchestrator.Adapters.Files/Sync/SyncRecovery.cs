using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Takes over what a run that was killed, or failed, has done: up to where its draft goes it is the index.</summary>
internal static class SyncRecovery
{
    /// <summary>Recovers the index, if there is something to recover.</summary>
    internal static void Run(SyncFiles files)
    {
        if (!File.Exists(files.Draft) && !File.Exists(files.Journal)) return;
        var recovered = $"{files.Index}.recovered";
        using (var writer = new IndexWriter(recovered))
        {
            foreach (var (known, made) in SortedJoin.Full(Merge(files), entry => entry.Path, Journal.Read(files.Journal), path => path))
                writer.Add(known ?? SyncEntry.Unknown(made!));
            writer.Finish();
        }
        File.Move(recovered, files.Index, overwrite: true);
        File.Delete(files.Draft);
        File.Delete(files.Journal);
    }

    private static IEnumerable<SyncEntry> Merge(SyncFiles files)
    {
        TreePath? last = null;
        foreach (var entry in IndexReader.ReadUnfinished(files.Draft).TakeWhile(entry => last is null || TreePath.Compare(last, entry.Path) < 0))
        {
            yield return entry;
            last = entry.Path;
        }
        foreach (var entry in IndexReader.Read(files.Index).Where(entry => last is null || TreePath.Compare(entry.Path, last) > 0))
            yield return entry;
    }
}
