using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>
/// Proves a tree: every file of the ledger is read back whole from the target and hashed, and nothing else may be there.
/// Holds as many files as are read at once, and none of them whole.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="parallelism">How many files are read at once.</param>
internal sealed class TreeProof(ITreeTarget target, int parallelism)
{
    private const int MostDifferences = 10;

    private readonly List<string> _differences = [];

    /// <summary>Compares.</summary>
    /// <param name="name">The component.</param>
    /// <param name="ledger">The files that have to be there, in the order of their paths.</param>
    /// <param name="progress">Takes progress.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>One row for the tree.</returns>
    public async Task<DataComparison> RunAsync(string name, IAsyncEnumerable<LedgerLine> ledger, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        using var wanted = new LedgerSum();
        using var found = new LedgerSum();
        var pairs = ledger.InOrderAsync(parallelism, async (line, stop) => (Line: line, Found: await target.ReadAsync(line.Path, stop)), cancellation);
        await foreach (var (line, there) in pairs)
        {
            wanted.Add(line);
            if (there is not null)
                found.Add(there);
            Note(line, there);
            progress.Report(new(wanted.SizeBytes, null, "bytes"));
        }

        var count = (await target.MeasureAsync(cancellation)).ObjectCount;
        if (count > found.FileCount)
            Note($"{count - found.FileCount} file(s) on the target are not in the source");
        return new(name, [new ComparedItem("tree", wanted.FileCount, count, wanted.Seal().Sha256, found.Seal().Sha256) { FirstDifferences = _differences }]);
    }

    private void Note(LedgerLine line, LedgerLine? there)
    {
        if (there is null)
            Note($"{line.Path}: missing");
        else if (there.SizeBytes != line.SizeBytes)
            Note($"{line.Path}: {there.SizeBytes} bytes instead of {line.SizeBytes}");
        else if (there.Sha256 != line.Sha256)
            Note($"{line.Path}: another content");
    }

    private void Note(string difference)
    {
        if (_differences.Count < MostDifferences)
            _differences.Add(difference);
    }
}
