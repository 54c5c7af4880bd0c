using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Progress;

/// <summary>
/// The progress of running steps, for instances that run steps and others that are asked: a blob for each step, which
/// a loop in the background writes and reads at most once a second, and only while somebody reports or asks.
/// </summary>
/// <remarks>
/// Nobody waits: the first question about a step that runs elsewhere finds nothing, one a second later does. A
/// store that fails costs the view and nothing else.
/// </remarks>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class BlobProgressBoard : IProgressBoard, IDisposable
{
    private const int Parallelism = 8;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string MigrationId, string Step), ProgressCell> _cells = new();
    private readonly ConcurrentQueue<string> _cleared = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _loop;
    private readonly LedgerBlobs _blobs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _isFailing;

    /// <summary>Makes a board; its loop begins with the first report or question.</summary>
    /// <param name="blobs">Where instances meet.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes logs.</param>
    public BlobProgressBoard(LedgerBlobs blobs, TimeProvider time, ILogger<BlobProgressBoard> logger)
    {
        (_blobs, _time, _logger) = (blobs, time, logger);
        var stop = _stop.Token;
        _loop = new(() => RunAsync(stop));
    }

    /// <inheritdoc/>
    public void Report(string migrationId, string step, StepProgress progress) => Cell(migrationId, step).Report(progress);

    /// <inheritdoc/>
    public StepProgress? Find(string migrationId, string step) => Cell(migrationId, step).Find();

    /// <inheritdoc/>
    public void Clear(string migrationId)
    {
        foreach (var key in _cells.Keys.Where(key => key.MigrationId == migrationId))
            _cells.TryRemove(key, out _);
        _cleared.Enqueue(migrationId);
        _ = _loop.Value;
    }

    /// <summary>Ends the loop. What was not yet told to others is lost.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private ProgressCell Cell(string migrationId, string step)
    {
        _ = _loop.Value;
        return _cells.GetOrAdd((migrationId, step), key => new ProgressCell(key.MigrationId, key.Step, _time));
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await ExchangeAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return; // disposed
        }
    }

    private async Task ExchangeAsync(CancellationToken stop)
    {
        while (_cleared.TryDequeue(out var migrationId))
            await TryAsync(() => _blobs.DeleteAllAsync(LedgerNames.ForProgress(migrationId), stop), stop);
        foreach (var (key, cell) in _cells.Where(cell => cell.Value.IdleFor > ForgetAfter))
            _cells.TryRemove(key, out _);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stop };
        await Parallel.ForEachAsync(_cells.Values, options, async (cell, _) => await TryAsync(() => cell.ExchangeAsync(_blobs, stop), stop));
    }

    // Whatever it is, it must not end the loop: it is said once, and the next second tries again.
    private async Task TryAsync(Func<Task<bool>> work, CancellationToken stop)
    {
        try
        {
            await BlobErrors.ExplainAsync(_blobs.LocationOf(""), work, stop);
            Interlocked.Exchange(ref _isFailing, 0);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _isFailing, 1) == 0)
                _logger.ProgressNotShared(error.Message);
        }
    }
}
