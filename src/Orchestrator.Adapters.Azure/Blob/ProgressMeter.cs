using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Adds up the bytes of parallel transfers and reports them in order: a report is never below the one before.</summary>
/// <param name="sink">Takes the reports.</param>
/// <param name="totalBytes">How much there is.</param>
internal sealed class ProgressMeter(IProgress<StepProgress> sink, long totalBytes)
{
    private readonly Lock _turn = new();
    private long _completedBytes;

    /// <summary>Notes that some more is done.</summary>
    /// <param name="bytes">How much.</param>
    public void Add(long bytes)
    {
        lock (_turn)
        {
            _completedBytes += bytes;
            sink.Report(new StepProgress(_completedBytes, totalBytes, "bytes"));
        }
    }
}
