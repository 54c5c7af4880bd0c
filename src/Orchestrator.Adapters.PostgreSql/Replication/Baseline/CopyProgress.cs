using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>Progress of a baseline in bytes on the source's disk: first tables, then indexes. Never goes back.</summary>
internal sealed class CopyProgress
{
    private const long StepBytes = 1 << 20;
    private readonly Lock _lock = new();
    private readonly IProgress<StepProgress> _listener;
    private readonly IReadOnlyList<SizedObject> _indexes;
    private readonly long _tableBytes;
    private readonly long _totalBytes;
    private long _copiedBytes;
    private long _reportedBytes;

    public CopyProgress(IReadOnlyList<CopyPart> parts, IReadOnlyList<SizedObject> objects, IProgress<StepProgress> listener)
    {
        _listener = listener;
        _indexes = [.. objects.Where(item => item.IsIndex)];
        _tableBytes = parts.Sum(part => part.SizeBytes);
        _totalBytes = _tableBytes + _indexes.Sum(index => index.SizeBytes);
        _listener.Report(new StepProgress(0, _totalBytes, "bytes"));
    }

    /// <summary>Follows a part. What is sent can be more or less than what lies on disk, so it counts until the part's size at most.</summary>
    /// <param name="part">The part.</param>
    /// <returns>Hears how many more bytes are through; a negative number says that it is finished.</returns>
    public Action<int> Follow(CopyPart part)
    {
        var leftBytes = part.SizeBytes;
        return bytes =>
        {
            var counted = bytes < 0 ? leftBytes : Math.Min(bytes, leftBytes);
            leftBytes -= counted;
            Add(counted);
        };
    }

    /// <summary>What follows the indexes.</summary>
    public ObjectProgress FollowIndexes() => new(_indexes, new Shifted(this));

    private void Add(long bytes)
    {
        lock (_lock)
        {
            _copiedBytes += bytes;
            if (_copiedBytes - _reportedBytes >= StepBytes || _copiedBytes == _tableBytes)
                Report(_copiedBytes);
        }
    }

    private void Report(long bytes)
    {
        if (bytes <= _reportedBytes)
            return;
        _reportedBytes = bytes;
        _listener.Report(new StepProgress(bytes, _totalBytes, "bytes"));
    }

    private sealed class Shifted(CopyProgress owner) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            lock (owner._lock)
                owner.Report(owner._tableBytes + value.Completed);
        }
    }
}
