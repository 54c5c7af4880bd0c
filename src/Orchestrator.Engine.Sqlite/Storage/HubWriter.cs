using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>
/// The only writer of the hub file: one thread, one connection. Whatever has been handed in while a commit was under
/// way shares the next one, so that many steps cost one flush to disk (group commit).
/// </summary>
internal sealed class HubWriter : IDisposable
{
    // Bounds how long the first of a batch waits for the last.
    private const int MaxBatch = 1_000;

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    private readonly HubConnection _connection;
    private readonly HubTables _tables;
    private readonly long _epoch;
    private readonly string _hubPath;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ManualResetEventSlim _stopping = new(initialState: false);
    private readonly Thread _thread;
    private List<IWrite> _pending = [];
    private List<IWrite> _spare = [];
    private bool _isClosed;

    public HubWriter(string hubPath, HubConnection connection, long epoch, HubReader reader, ILogger log)
    {
        _hubPath = hubPath;
        _connection = connection;
        _tables = new(connection, reader);
        _epoch = epoch;
        _log = log;
        _thread = new(Loop) { Name = "hub-writer", IsBackground = true };
    }

    /// <summary>Set while the last write failed and is tried again.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Called at every point where a crash leaves another state behind; used by fault tests.</summary>
    public Action<string>? FaultPoint { get; init; }

    public void Start() => _thread.Start();

    public void Submit(IWrite write)
    {
        var isAccepted = false;
        lock (_gate)
        {
            if (!_isClosed)
            {
                isAccepted = true;
                _pending.Add(write);
                if (_pending.Count == 1)
                    _wake.Set();
            }
        }
        if (!isAccepted)
            write.Failed(new InvalidOperationException("The engine was stopped."));
    }

    /// <summary>Commits what has been handed in and ends. What cannot be stored by then is given up, as in a crash.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _stopping.Set();
        _wake.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _isClosed = true;
        _connection.Dispose();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            var batch = Take();
            if (batch.Count == 0)
            {
                if (TryClose())
                    return;
                _wake.WaitOne();
                continue;
            }
            for (var from = 0; from < batch.Count; from += MaxBatch)
                Write(batch.Slice(from, Math.Min(MaxBatch, batch.Count - from)));
            batch.Clear();
        }
    }

    private bool TryClose()
    {
        lock (_gate)
            return _isClosed = _stopping.IsSet && _pending.Count == 0;
    }

    private List<IWrite> Take()
    {
        lock (_gate)
        {
            (_pending, _spare) = (_spare, _pending);
            return _spare;
        }
    }

    private void Write(List<IWrite> batch)
    {
        var delay = FirstRetryDelay;
        while (!TryWrite(batch))
        {
            if (_stopping.Wait(delay))
            {
                FailAll(batch, Problem!);
                return;
            }
            delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay;
        }
    }

    /// <returns>False when it is worth trying again.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong belongs to those who wait for the batch; the writer must live on.")]
    private bool TryWrite(List<IWrite> batch)
    {
        try
        {
            Commit(batch);
        }
        catch (StorageException error) when (error.IsTransient)
        {
            Problem = error;
            Log.WriteFailed(_log, _hubPath, error.Message);
            Rollback();
            return false;
        }
        catch (Exception error)
        {
            Rollback();
            Isolate(batch, error);
            return true;
        }
        Recovered();
        foreach (var write in batch)
            Finish(write);
        return true;
    }

    private void Commit(List<IWrite> batch)
    {
        var started = Stopwatch.GetTimestamp();
        _connection["BEGIN IMMEDIATE"].Execute();
        CheckEpoch();
        foreach (var write in batch)
        {
            write.Apply(_tables);
            FaultPoint?.Invoke("applied " + write.Name);
        }
        _connection["COMMIT"].Execute();
        EngineTelemetry.Committed(batch.Count, Stopwatch.GetElapsedTime(started));
    }

    private void Finish(IWrite write)
    {
        FaultPoint?.Invoke("committed " + write.Name);
        write.Committed();
        FaultPoint?.Invoke("finished " + write.Name);
    }

    // The fence: the operating system's lock keeps other hosts out, except on file systems that do not honour locks.
    private void CheckEpoch()
    {
        var row = _connection["SELECT epoch FROM hub"];
        row.Read();
        var epoch = row.Int(0);
        row.Reset();
        if (epoch != _epoch)
            throw new HubUnavailableException(
                _hubPath, "was taken over by another orchestrator process", "Keep the hub on a file system that honours locks, and run one process on it.");
    }

    // One write that can never be stored must not take the others of its batch with it.
    private void Isolate(List<IWrite> batch, Exception error)
    {
        if (batch.Count > 1 && error is not HubUnavailableException)
        {
            foreach (var write in batch)
                Write([write]);
            return;
        }
        Log.WriteRefused(_log, _hubPath, error);
        Problem = error is HubUnavailableException ? error : Problem;
        FailAll(batch, error);
    }

    private void Recovered()
    {
        if (Problem is null)
            return;
        Problem = null;
        Log.WritesRecovered(_log, _hubPath);
    }

    private void Rollback()
    {
        try
        {
            _connection["ROLLBACK"].Execute();
        }
        catch (StorageException error)
        {
            Log.RollbackFailed(_log, error.Message); // some errors have rolled back already: https://www.sqlite.org/lang_transaction.html
        }
    }

    private static void FailAll(List<IWrite> batch, Exception error)
    {
        foreach (var write in batch)
            write.Failed(error);
    }
}
