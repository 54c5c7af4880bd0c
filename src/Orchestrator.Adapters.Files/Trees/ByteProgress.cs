using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Counts bytes and reports them.</summary>
internal sealed class ByteProgress(IProgress<StepProgress> progress, long totalBytes)
{
    private long _completed;

    /// <summary>Notes that more is done.</summary>
    internal void Add(long sizeBytes)
    {
        var completed = Interlocked.Add(ref _completed, sizeBytes);
        progress.Report(new StepProgress(completed, Math.Max(completed, totalBytes), "bytes"));
    }
}
