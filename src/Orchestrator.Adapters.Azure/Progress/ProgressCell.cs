using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Progress;

/// <summary>What this process knows of one step's progress.</summary>
/// <param name="migrationId">The migration.</param>
/// <param name="step">The step.</param>
/// <param name="time">The clock.</param>
/// <threadsafety>All members are thread safe; only one call of <see cref="ExchangeAsync"/> may be under way.</threadsafety>
internal sealed class ProgressCell(string migrationId, string step, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly string _name = LedgerNames.ForProgress(migrationId, step);
    private StepProgress? _value;
    private LedgerBlob? _stored;
    private bool _isNews;
    private long _usedAt = time.GetTimestamp();

    /// <summary>How long nobody has reported or asked.</summary>
    public TimeSpan IdleFor => time.GetElapsedTime(Interlocked.Read(ref _usedAt));

    /// <summary>Notes a report.</summary>
    /// <param name="value">The progress.</param>
    public void Report(StepProgress value)
    {
        Interlocked.Exchange(ref _usedAt, time.GetTimestamp());
        lock (_gate)
            (_value, _isNews) = (value, true);
    }

    /// <summary>Reads what is known.</summary>
    /// <returns>The newest known progress.</returns>
    public StepProgress? Find()
    {
        Interlocked.Exchange(ref _usedAt, time.GetTimestamp());
        lock (_gate)
            return _value;
    }

    /// <summary>Tells other processes what is new here, or looks for what is new there.</summary>
    /// <param name="blobs">Where they meet.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether others were told.</returns>
    public async Task<bool> ExchangeAsync(LedgerBlobs blobs, CancellationToken cancellation)
    {
        if (TakeNews() is { } news)
        {
            _stored = await blobs.WriteAsync(_name, DurableJson.Write(news)!, condition: null, cancellation);
            return true;
        }

        var read = await blobs.ReadAsync(_name, _stored, cancellation);
        if (read != _stored)
            Replace(DurableJson.Read<StepProgress>(read?.Text));
        _stored = read;
        return false;
    }

    // What could not be written is not kept for later: a step that runs reports anew.
    private StepProgress? TakeNews()
    {
        lock (_gate)
        {
            var news = _isNews ? _value : null;
            _isNews = false;
            return news;
        }
    }

    private void Replace(StepProgress? value)
    {
        lock (_gate)
            _value = _isNews ? _value : value;
    }
}
