using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Execution;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite;

/// <summary>
/// The embedded durable engine: runs the orchestrations and activities of a registry on one hub file. One process owns
/// the hub while the engine is started; everything it acknowledges survives a crash or a power cut.
/// </summary>
/// <threadsafety>The members of <see cref="IOrchestrationClient"/> are thread safe while the engine is started.</threadsafety>
public sealed class SqliteEngine : IOrchestrationClient, IAsyncDisposable
{
    private const int PurgePage = 500;

    private readonly SqliteEngineOptions _options;
    private readonly DurableRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private HubLock? _lock;
    private EngineRuntime? _runtime;

    /// <summary>Creates an engine; nothing is opened before <see cref="StartAsync(CancellationToken)"/>.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="registry">The orchestrations and activities.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="logger">Where it logs; nowhere by default.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public SqliteEngine(SqliteEngineOptions options, DurableRegistry registry, TimeProvider? time = null, ILogger<SqliteEngine>? logger = null)
    {
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        (_options, _registry) = (options, registry);
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<SqliteEngine>.Instance;
    }

    /// <summary>Whether the engine is started and can store what happens. While it cannot, it keeps trying and loses nothing.</summary>
    public EngineHealth Health => _runtime switch
    {
        null => new(false, "The engine is not started."),
        { Writer.Problem: { } problem } => new(false, problem.Message),
        _ => new(true, null),
    };

    /// <summary>How many instances are in memory.</summary>
    public int LiveInstances => _runtime?.LiveCount ?? 0;

    internal Action<string>? FaultPoint { get; init; }

    private EngineRuntime Runtime => _runtime ?? throw new InvalidOperationException("The engine is not started.");

    /// <summary>Takes the hub over, and takes up whatever an earlier host left unfinished.</summary>
    /// <param name="cancellation">Not used: starting is quick.</param>
    /// <returns>A task that completes when the engine runs.</returns>
    /// <exception cref="HubUnavailableException">Another process runs the hub, or the file cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The engine is started already.</exception>
    public Task StartAsync(CancellationToken cancellation = default)
    {
        if (_runtime is not null)
            throw new InvalidOperationException("The engine is started already.");
        _lock = HubLock.Acquire(_options.HubPath);
        try
        {
            _runtime = Open();
            _runtime.Start();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
        return Task.CompletedTask;
    }

    /// <summary>Stops gracefully: cancels the tokens of running activities, stores what is under way, gives the hub up.</summary>
    /// <param name="cancellation">Not used: <see cref="SqliteEngineOptions.ShutdownTimeout"/> bounds the stop.</param>
    /// <returns>A task that completes when another process may take the hub.</returns>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _runtime, null) is not { } runtime)
            return;
        await runtime.DisposeAsync();
        _lock!.Dispose();
        Log.EngineStopped(_logger, _options.HubPath);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The orchestration is not registered, or the id is not valid.</exception>
    public Task<string> StartAsync(StartOrchestration request, CancellationToken cancellation = default)
    {
        if (!_registry.Orchestrations.ContainsKey(request.Name))
            throw new ArgumentException($"There is no orchestration '{request.Name}' in this host.", nameof(request));
        var instanceId = InstanceIds.Check(request.InstanceId ?? Guid.CreateVersion7().ToString("n"));
        var row = new InstanceRow(0, instanceId, request.Name, request.Version ?? _options.DefaultVersion)
        {
            CreatedAt = _time.GetUtcNow(),
            InputJson = DurableJson.Write(request.Input),
        };
        return SubmitAsync(new StartWrite(Runtime, row, request.StartAt?.ToUniversalTime(), request.ReplaceFinished), cancellation);
    }

    /// <inheritdoc/>
    public Task RaiseEventAsync(string instanceId, string name, object? payload = null, CancellationToken cancellation = default) =>
        SignalAsync(instanceId, new(EventKind.EventRaised) { Name = name, PayloadJson = DurableJson.Write(payload) }, cancellation);

    /// <inheritdoc/>
    public Task TerminateAsync(string instanceId, string? reason, bool recursive = false, CancellationToken cancellation = default) =>
        SignalAsync(
            instanceId,
            new(EventKind.ExecutionTerminated) { TaskId = recursive ? Instance.Recursive : -1, PayloadJson = DurableJson.Write(reason) },
            cancellation);

    /// <inheritdoc/>
    public Task SuspendAsync(string instanceId, string? reason, CancellationToken cancellation = default) =>
        SignalAsync(instanceId, new(EventKind.ExecutionSuspended) { PayloadJson = DurableJson.Write(reason) }, cancellation);

    /// <inheritdoc/>
    public Task ResumeAsync(string instanceId, string? reason, CancellationToken cancellation = default) =>
        SignalAsync(instanceId, new(EventKind.ExecutionResumed) { PayloadJson = DurableJson.Write(reason) }, cancellation);

    /// <inheritdoc/>
    public Task<OrchestrationInstance?> FindAsync(string instanceId, CancellationToken cancellation = default) =>
        Task.FromResult(Runtime.Readers.Read(reader => reader.FindInstance(instanceId))?.ToInstance());

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The page size or the continuation token is not valid.</exception>
    public Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        if (query.PageSize is < 1 or > 1_000)
            throw new ArgumentException($"A page holds 1 to 1,000 instances, not {query.PageSize}.", nameof(query));
        var found = Runtime.Readers.Read(reader => reader.Query(query, ReadToken(query.ContinuationToken), query.PageSize + 1));
        var page = found.Take(query.PageSize).ToList();
        var next = found.Count > page.Count ? page[^1].Key.ToString(CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new OrchestrationPage([.. page.Select(row => row.ToInstance())], next));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryRecord>> GetHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        var records = Runtime.Readers.Read(reader => reader.FindInstance(instanceId) is { } row
            ? reader.ReadHistory(row.Key).Select((record, index) => WithInput(record, row).ToRecord(index)).ToList()
            : throw new OrchestrationNotFoundException(instanceId));
        return Task.FromResult<IReadOnlyList<HistoryRecord>>(records);
    }

    /// <inheritdoc/>
    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation = default) =>
        await SubmitAsync(new PurgeWrite([instanceId]), cancellation) > 0;

    /// <inheritdoc/>
    public async Task<int> PurgeAsync(OrchestrationQuery query, CancellationToken cancellation = default)
    {
        var removed = 0;
        var page = query with { PageSize = PurgePage, ContinuationToken = null, WithInputsAndOutputs = false };
        do
        {
            var found = await QueryAsync(page, cancellation);
            string[] ended = [.. found.Instances.Where(instance => instance.IsFinished).Select(instance => instance.InstanceId)];
            removed += ended.Length == 0 ? 0 : await SubmitAsync(new PurgeWrite(ended), cancellation);
            page = page with { ContinuationToken = found.ContinuationToken };
        }
        while (page.ContinuationToken is not null);
        return removed;
    }

    /// <inheritdoc/>
    public async Task<OrchestrationInstance> WaitForCompletionAsync(string instanceId, CancellationToken cancellation = default)
    {
        var runtime = Runtime;
        var completion = runtime.Completions.WaitAsync(instanceId);
        var now = await FindAsync(instanceId, cancellation);
        if (now is { IsFinished: false })
            return await completion.WaitAsync(cancellation);
        runtime.Completions.Forget(instanceId);
        return now ?? throw new OrchestrationNotFoundException(instanceId);
    }

    // The input is stored once, beside the instance, and shown where Durable Task shows it.
    private static HistoryEvent WithInput(HistoryEvent record, InstanceRow row) =>
        record.Kind == EventKind.ExecutionStarted ? record with { PayloadJson = row.InputJson } : record;

    private static long ReadToken(string? token)
    {
        if (token is null)
            return long.MaxValue;
        return long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException($"'{token}' is not a continuation token of this hub.", nameof(token));
    }

    private EngineRuntime Open()
    {
        var (connection, epoch) = HubFile.OpenForWriting(_options.HubPath);
        using var reader = new HubReader(_options.HubPath);
        var writer = new HubWriter(_options.HubPath, connection, epoch, reader, _logger) { FaultPoint = FaultPoint };
        return new(_options, _registry, _time, _logger) { Writer = writer };
    }

    private Task<bool> SignalAsync(string instanceId, HistoryEvent signal, CancellationToken cancellation) =>
        SubmitAsync(new SignalWrite(Runtime, instanceId, signal), cancellation);

    private Task<T> SubmitAsync<T>(ClientWrite<T> write, CancellationToken cancellation)
    {
        Runtime.Writer.Submit(write);
        return write.Done.WaitAsync(cancellation);
    }
}
