using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// A fixed number of buffers that transfers take turns with: what bounds both memory and parallelism. The first
/// failure stops everything that is under way, and is the one that is thrown.
/// </summary>
internal sealed class TransferWindow : IDisposable
{
    private const int PruneAt = 1_024;
    private readonly ConcurrentBag<byte[]> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _stop;
    private List<Task> _running = [];
    private ExceptionDispatchInfo? _failure;

    /// <summary>Makes a window; buffers are allocated when they are first needed.</summary>
    /// <param name="size">How large, and how many.</param>
    /// <param name="cancellation">Stops everything.</param>
    public TransferWindow(WindowSize size, CancellationToken cancellation)
    {
        Size = size;
        _free = new SemaphoreSlim(size.Count);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>How large the buffers are, and how many there are.</summary>
    public WindowSize Size { get; }

    /// <summary>The size of a buffer.</summary>
    public int BlockBytes => Size.BlockBytes;

    /// <summary>Set when the window is cancelled or something in it has failed.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Runs what feeds the window and waits for everything it started.</summary>
    /// <param name="feed">Rents buffers and starts transfers.</param>
    /// <returns>A task that completes when nothing is under way any more.</returns>
    public async Task RunAsync(Func<Task> feed)
    {
        await GuardAsync(feed);
        await Task.WhenAll(_running);
        _failure?.Throw();
    }

    /// <summary>Waits for a buffer.</summary>
    /// <returns>The buffer; given back by the transfer that it is started with.</returns>
    public async ValueTask<byte[]> RentAsync()
    {
        await _free.WaitAsync(Stopped);
        return _idle.TryTake(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(BlockBytes);
    }

    /// <summary>Gives a buffer back.</summary>
    /// <param name="buffer">The buffer; not to be touched any more.</param>
    public void Return(byte[] buffer)
    {
        _idle.Add(buffer);
        _free.Release();
    }

    /// <summary>Starts a transfer, which never throws itself: <see cref="RunAsync"/> does. Called by the feed only.</summary>
    /// <param name="buffer">A rented buffer that is given back at its end, if it needs one.</param>
    /// <param name="transfer">What to do.</param>
    /// <returns>A task that completes when it is done or has failed.</returns>
    public Task Start(byte[]? buffer, Func<Task> transfer)
    {
        var task = Task.Run(() => GuardAsync(async () =>
        {
            try
            {
                Stopped.ThrowIfCancellationRequested();
                await transfer();
            }
            finally
            {
                if (buffer is not null)
                    Return(buffer);
            }
        }));
        _running.Add(task);
        if (_running.Count > PruneAt)
            _running = _running.FindAll(each => !each.IsCompleted);
        return task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _free.Dispose();
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            await _stop.CancelAsync();
        }
    }
}
