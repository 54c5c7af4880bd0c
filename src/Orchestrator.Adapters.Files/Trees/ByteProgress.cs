using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Counts bytes and reports them.</summary>
internal sealed class ByteProgress(IProgress<StepProgress> progress, long totalBytes)
{
    private readonly Lock _inOrder = new();
    private long _completed;

    /// <summary>Notes that more is done. Reports never go back.</summary>
    internal void Add(long sizeBytes)
    {
        lock (_inOrder)
        {
            _completed += sizeBytes;
            progress.Report(new StepProgress(_completed, Math.Max(_completed, totalBytes), "bytes"));
        }
    }
}
