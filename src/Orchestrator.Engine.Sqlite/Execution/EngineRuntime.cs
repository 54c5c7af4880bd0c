using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>What runs while the engine is started: the live instances and everything that serves them.</summary>
internal sealed class EngineRuntime : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly SqliteEngineOptions _options;
    private readonly ConcurrentDictionary<long, Instance> _instances = new();
    private readonly Channel<Instance> _ready = Channel.CreateUnbounded<Instance>();
    private readonly CancellationTokenSource _stopping = new();
    private List<Task> _workers = [];
    private int _liveCount;
    private int _isTrimming;
    private long _ticks;

    public EngineRuntime(SqliteEngineOptions options, DurableRegistry registry, TimeProvider time, ILogger logger)
    {
        (_options, Registry, Time, Logger) = (options, registry, time, logger);
        Readers = new(options.HubPath);
        Timers = new(time, options.ClockCheckInterval, Deliver);
        Activities = new(this, options);
    }

    public DurableRegistry Registry { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public ReaderPool Readers { get; }

    public required HubWriter Writer { get; init; }

    public TimerQueue Timers { get; }

    public ActivityDispatcher Activities { get; }

    public Completions Completions { get; } = new();

    public int LiveCount => _liveCount;

    /// <summary>Starts the workers and takes up everything that an earlier host left.</summary>
    public void Start()
    {
        Writer.Start();
        var (tasks, timers, toWake) = Readers.Read(reader => (reader.ReadTasks(), reader.ReadTimers(), reader.ReadInstancesToWake()));
        _workers = [.. Enumerable.Range(0, _options.MaxParallelOrchestrations).Select(_ => Task.Run(WorkAsync))];
        foreach (var (key, timer) in timers)
            Timers.Add(key, timer);
        foreach (var task in tasks)
            Activities.Dispatch(task);
        foreach (var key in toWake)
            Deliver(key, null);
        Log.EngineStarted(Logger, _options.HubPath, toWake.Count, tasks.Count, timers.Count);
    }

    /// <summary>Hands a message to an instance, which is brought into memory if need be.</summary>
    public void Deliver(long key, Message? message)
    {
        while (!Find(key).Post(message))
        {
        }
    }

    public void MakeReady(Instance instance) => _ready.Writer.TryWrite(instance);

    public void Remove(Instance instance)
    {
        if (_instances.TryRemove(KeyValuePair.Create(instance.Key, instance)))
            EngineTelemetry.Live(Interlocked.Decrement(ref _liveCount));
    }

    public long NextTick() => Interlocked.Increment(ref _ticks);

    public void RetryLater(Instance instance) =>
        Task.Delay(RetryDelay, _stopping.Token).ContinueWith(
            _ => MakeReady(instance), _stopping.Token, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        await Activities.StopAsync(_options.ShutdownTimeout);
        Timers.Dispose();
        await _stopping.CancelAsync();
        _ready.Writer.TryComplete();
        await Task.WhenAll(_workers);
        Readers.Dispose(); // before the writer, which as the last one folds the write-ahead log into the hub file
        Writer.Dispose();
        Completions.Abandon();
        Activities.Dispose();
        _stopping.Dispose();
    }

    private Instance Find(long key)
    {
        if (_instances.TryGetValue(key, out var live))
            return live;
        var created = new Instance(this, key);
        var instance = _instances.GetOrAdd(key, created);
        if (instance == created)
        {
            EngineTelemetry.Live(Interlocked.Increment(ref _liveCount));
            TrimIfFull();
        }
        return instance;
    }

    private void TrimIfFull()
    {
        if (_liveCount > _options.MaxLiveInstances && Interlocked.Exchange(ref _isTrimming, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(_ => Trim(), null);
    }

    // A tenth at a time, so that sorting is paid once for many evictions.
    private void Trim()
    {
        var surplus = _liveCount - (_options.MaxLiveInstances - (_options.MaxLiveInstances / 10));
        foreach (var instance in _instances.Values.OrderBy(instance => instance.LastUsed))
        {
            if (surplus <= 0)
                break;
            if (instance.TryEvict())
                surplus--;
        }
        Volatile.Write(ref _isTrimming, 0);
    }

    private async Task WorkAsync()
    {
        await foreach (var instance in _ready.Reader.ReadAllAsync())
        {
            if (!_stopping.IsCancellationRequested)
                instance.RunEpisode();
        }
    }
}
